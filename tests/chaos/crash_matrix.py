"""Whole nightly runs, each hit by one fault and run again: `make chaos`. Prints what was tried and what was lost."""

import argparse
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table
from support.company import GUANXI, HISTORY_DAY, NEXT_DAY, found_company, run_day, user_environment
from support.published import content

from dagster_project.publishing.generations import current_generation
from dagster_project.settings import Settings

INGEST = ("ingest_written", "ingest_intended", "ingest_renamed", "ingest_moved", "ingest_committed")
PUBLISH = ("gate", "publish_checkpoint", "publish_manifest", "publish_rename", "publish_pointer")
SCORES = ("scores_churn", "scores_clv")
BIGGEST_FILE = 3_000_000  # bytes: lake files fit, the build file does not


@dataclass(frozen=True)
class Outcome:
    """`survived`: readers kept the former build or got the next, and the run after equals an undisturbed one."""

    fault: str
    struck: bool
    survived: bool
    rows_lost: int
    seconds: float


def main() -> int:
    """Exit code 1 where a fault did not strike, was not survived, or lost a row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--faults", nargs="*", help="Only these.")
    chosen = parser.parse_args().faults
    with TemporaryDirectory() as folder:
        outcomes = list(_try_all(Path(folder), chosen))
    table = Table("fault", "struck", "survived", "rows lost", "seconds")
    for outcome in outcomes:
        marks = ["yes" if mark else "NO" for mark in (outcome.struck, outcome.survived)]
        table.add_row(outcome.fault, *marks, str(outcome.rows_lost), f"{outcome.seconds:.0f}")
    lost = sum(outcome.rows_lost for outcome in outcomes)
    survived = sum(outcome.struck and outcome.survived for outcome in outcomes)
    table.caption = f"{len(outcomes)} faults tried, {survived} survived, {lost} rows lost"
    Console().print(table)
    return int(survived < len(outcomes) or lost > 0)


def _try_all(folder: Path, chosen: list[str] | None):
    before = found_company(folder / "before", customers=300)
    run_day(before, HISTORY_DAY)
    undisturbed = _copy(before, folder / "undisturbed")
    run_day(undisturbed, NEXT_DAY)
    expected = _published(undisturbed)
    for fault, strike in _faults().items():
        if chosen and fault not in chosen:
            continue
        settings, begun = _copy(before, folder / "struck"), time.monotonic()
        former = _published(settings)
        struck = strike(settings)
        meanwhile = _published(settings)
        run_day(settings, NEXT_DAY)
        after = _published(settings)
        lost = sum(max(0, rows - after.get(table, (0, 0))[0]) for table, (rows, _) in expected.items())
        survived = meanwhile in (former, expected) and after == expected
        yield Outcome(fault, struck, survived, lost, time.monotonic() - begun)
        shutil.rmtree(settings.home)


def _faults() -> dict[str, Callable[[Settings], bool]]:
    killed = {f"killed at {point}": _killing(point) for point in (*INGEST, *SCORES, *PUBLISH)}
    return killed | {
        "killed while dbt writes": _kill_in_dbt,
        "disk full": _fill_disk,
        "too little memory": _starve,
        "a lake file cut short": lambda settings: _cut(settings.lake.rglob("*/business_date=2025*/*.parquet")),
        "a torn build file": lambda settings: _cut([settings.build_file]),
        "a build file that another process holds": _hold_build_file,
        "two runs at once": _run_twice,
    }


def _killing(point: str) -> Callable[[Settings], bool]:
    return lambda settings: run_day(settings, NEXT_DAY, fault=point, check=False).returncode == -9


def _command(settings: Settings) -> list[str]:
    return [str(GUANXI), "run", "--as-of", NEXT_DAY.isoformat(), "--home", str(settings.home)]


def _kill_in_dbt(settings: Settings) -> bool:
    owner = settings.build_file.with_name("run_id")
    former = owner.read_text()
    process = subprocess.Popen(_command(settings), env=user_environment(), stdout=subprocess.DEVNULL)
    while process.poll() is None and (owner.read_text() == former or not settings.build_file.exists()):
        time.sleep(0.05)
    process.kill()
    return process.wait() == -9


def _fill_disk(settings: Settings) -> bool:
    """As a full disk to whoever writes: no file grows beyond a size."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (BIGGEST_FILE, BIGGEST_FILE))

    done = subprocess.run(_command(settings), env=user_environment(), capture_output=True, preexec_fn=limit)  # noqa: PLW1509
    return done.returncode != 0


def _starve(settings: Settings) -> bool:
    environment = user_environment(GUANXI_MEMORY_LIMIT="20MB")
    return subprocess.run(_command(settings), env=environment, capture_output=True).returncode != 0


def _cut(files) -> bool:
    """Shortens the first of the files; the run that follows is the one that must mend it."""
    file = next(iter(sorted(file for file in files if file.name != "empty.parquet")))
    file.write_bytes(file.read_bytes()[:-50])
    return True


def _hold_build_file(settings: Settings) -> bool:
    hold = f"import duckdb, time; c = duckdb.connect({str(settings.build_file)!r}); print('held', flush=True)"
    holder = subprocess.Popen([sys.executable, "-c", f"{hold}; time.sleep(999)"], stdout=subprocess.PIPE, text=True)
    held = holder.stdout.readline() == "held\n"
    run_day(settings, NEXT_DAY, check=False)
    holder.kill()
    holder.wait()
    return held


def _run_twice(settings: Settings) -> bool:
    both = [subprocess.Popen(_command(settings), env=user_environment(), stdout=subprocess.DEVNULL) for _ in range(2)]
    return 0 in [process.wait() for process in both]


def _copy(settings: Settings, home: Path) -> Settings:
    shutil.copytree(settings.home, home, symlinks=True)
    return replace(settings, home=home)


def _published(settings: Settings) -> dict[str, tuple[int, int]]:
    return content(current_generation(settings).folder / "guanxi.duckdb")


if __name__ == "__main__":
    sys.exit(main())
