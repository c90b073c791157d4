"""The demo company: deliveries with planted truth. `generate` makes the history, `deliver_next_day` one more day."""

import json
import shutil
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from dagster_project.demo.behaviour.catalogue import products_extract
from dagster_project.demo.clock import HORIZON_DAYS, LAST_HISTORY_DAY, day_date
from dagster_project.demo.company import Chunk, Company, simulate
from dagster_project.demo.spreadsheet import workbook_bytes
from dagster_project.demo.systems.marketing import campaigns_extract, spend_extract
from dagster_project.demo.systems.social import social_extract
from dagster_project.demo.systems.staff import owners_extract
from dagster_project.demo.truth.files import TruthFiles
from dagster_project.demo.writing import Delivery
from dagster_project.settings import Settings

MAPPINGS = Path(__file__).parent / "mappings"
SYSTEM_FOLDERS = ("crm", "erp", "tickets", "shop", "marketing")


class DemoError(RuntimeError):
    """The demo cannot be made as asked; the message says what to do."""


@dataclass(frozen=True)
class DemoSummary:
    """What was written: buyers of the history, order count (all systems, horizon excluded), files, bytes, seconds."""

    customers: int
    orders: int
    files: int
    bytes: int
    business_dates: tuple[date, ...]
    seconds: float


def generate(settings: Settings, *, customers: int = 5000, days: int = 0, seed: int = 7) -> DemoSummary:
    """Writes landing/ and truth/ anew: the history to 2025-12-31 and `days` daily deliveries from 2026-01-01 on.

    Raises DemoError if landing holds anything but an earlier demo, or if `days` is beyond the simulated horizon.
    """
    started = time.perf_counter()
    if customers < 1 or not 0 <= days <= HORIZON_DAYS:
        raise DemoError(f"customers must be positive and days 0 to {HORIZON_DAYS}, got {customers} and {days}")
    _clear(settings)
    company = Company(customers, seed)
    numbers = range(LAST_HISTORY_DAY, LAST_HISTORY_DAY + days + 1)
    files, orders = _deliver(settings, company, numbers, truth=TruthFiles(settings.truth))
    _remember(settings, company, days)
    return DemoSummary(
        customers=customers,
        orders=orders,
        files=len(files),
        bytes=sum(file.stat().st_size for file in files),
        business_dates=tuple(day_date(day) for day in numbers),
        seconds=time.perf_counter() - started,
    )


def deliver_next_day(settings: Settings) -> date:
    """Adds the next daily delivery of the demo in landing/ and returns its business date."""
    file = settings.truth / "demo.json"
    if not file.is_file():
        raise DemoError(f"{file} does not exist: there is no demo company here; run `guanxi demo` first")
    stored = json.loads(file.read_text(encoding="utf-8"))
    days = stored["days"] + 1
    if days > HORIZON_DAYS:
        raise DemoError(f"the demo company ends after {HORIZON_DAYS} days; run `guanxi demo` to begin anew")
    company = Company(stored["customers"], stored["seed"])
    _deliver(settings, company, range(LAST_HISTORY_DAY + days, LAST_HISTORY_DAY + days + 1), truth=None)
    _remember(settings, company, days)
    return day_date(LAST_HISTORY_DAY + days)


def _deliver(settings: Settings, company: Company, days: range, *, truth: TruthFiles | None) -> tuple[list[Path], int]:
    """Simulates chunk after chunk and appends each to the files of the wanted days; memory holds one chunk."""
    delivery, orders = Delivery(settings.landing), 0
    common = [
        campaigns_extract(),
        spend_extract(company.customers, company.parameters, company.seed),
        social_extract(company.customers, company.parameters, company.seed),
        products_extract(company.catalogue),
    ]
    try:
        for mapping in sorted(MAPPINGS.glob("*.yaml")):
            delivery.put(f"{mapping.stem}/mapping.yaml", mapping.read_bytes())
        for day in days:
            workbook = workbook_bytes(owners_extract(company.seed, company.owner_count))
            delivery.put(f"crm/owners_{day_date(day).isoformat()}.xlsx", workbook)
            for extract in common:
                delivery.append(extract.key, day, extract.on(day))
        for number, size, first_id in company.chunks:
            chunk = simulate(company, number=number, size=size, first_id=first_id)
            _append(delivery, chunk, days)
            if truth is not None:
                orders += truth.append(chunk)
            # Without this the next chunk is drawn while this one is still held.
            del chunk
            pa.default_memory_pool().release_unused()
    except BaseException:
        delivery.abandon()
        raise
    if truth is not None:
        truth.finish(company)
    return delivery.finish(), orders


def _append(delivery: Delivery, chunk: Chunk, days: range) -> None:
    for extract in chunk.extracts:
        for day in days:
            delivery.append(extract.key, day, extract.on(day))


def _remember(settings: Settings, company: Company, days: int) -> None:
    stored = {"customers": company.customers, "days": days, "seed": company.seed}
    part = settings.truth / ".part.demo.json"
    part.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    part.replace(settings.truth / "demo.json")


def _clear(settings: Settings) -> None:
    """Removes an earlier demo; refuses to touch a landing folder that is not one."""
    if not settings.truth.is_dir() and any(path.is_file() for path in settings.landing.rglob("*")):
        raise DemoError(
            f"{settings.landing} holds files that are no demo; choose an empty GUANXI_HOME for the demo company"
        )
    for name in SYSTEM_FOLDERS:
        shutil.rmtree(settings.landing / name, ignore_errors=True)
    shutil.rmtree(settings.truth, ignore_errors=True)
    settings.truth.mkdir(parents=True)


__all__ = ["DemoError", "DemoSummary", "deliver_next_day", "generate"]
