"""landing -> lake: the public functions of the ingest."""

from collections.abc import Callable, Collection
from contextlib import closing
from datetime import UTC, date, datetime

from filelock import FileLock, Timeout

from ..contracts import load_contracts
from ..home import open_home
from ..settings import Settings
from .commit import recover
from .damage import damaged, refuse_irreparable
from .errors import IngestError
from .lake import write_deliveries, write_empty_files
from .landing import LandedFile, landed_files
from .ledger import Ledger
from .mapping import load_mappings
from .plan import Item, without_copies
from .result import LEFT, LOADED, DeliveryResult
from .scan import hashed, items_of
from .space import explained
from .walk import Walk

LOCK_SECONDS = 30
# A second pass finds nothing to do, unless a stopped correction moved what later deliveries build on.
PASSES = 5


def ingest(
    settings: Settings,
    *,
    until: date,
    systems: Collection[str] | None = None,
    on_delivery: Callable[[DeliveryResult], None] | None = None,
) -> list[DeliveryResult]:
    """Brings the lake to what landing holds with business date <= `until`, in business-date order.

    Returns (and reports one by one) the deliveries that needed work: loaded, stopped with the reason, or left for the
    next run. What is in the lake already costs nothing. Raises ContractError, MappingError, IngestError,
    HomeRefused.
    """
    with explained(settings, doing="the ingest"):
        open_home(settings)
    try:
        with (
            FileLock(settings.home / "ingest.lock", timeout=LOCK_SECONDS),
            explained(settings, doing="the ingest"),
            closing(Ledger(settings.ledger)) as ledger,
        ):
            return _ingest(settings, ledger, until, systems, on_delivery or (lambda result: None))
    except Timeout as problem:
        raise IngestError(f"another ingest works on {settings.home}. Wait for it or stop it.") from problem


def latest_business_date(settings: Settings) -> date:
    """The latest business date delivered in landing. Raises IngestError where nothing is delivered."""
    return delivered_days(settings)[1]


def delivered_days(settings: Settings) -> tuple[date, date]:
    """The first and the latest business date delivered in landing. Raises IngestError where nothing is delivered."""
    days = [file.business_date for file in _delivered(settings) if not file.partial]
    if not days:
        raise IngestError(f"no mapped file lies in {settings.landing}. Put extracts and a mapping file there.")
    return min(days), max(days)


def active_inputs(settings: Settings, until: date) -> list[tuple[str, str]]:
    """(logical name, SHA-256) of every loaded delivery with business date <= `until`, sorted."""
    with closing(Ledger(settings.ledger)) as ledger:
        return sorted(
            {
                (result.logical_name, result.sha256)
                for result, _ in ledger.deliveries()
                if result.status == LOADED and result.business_date <= until
            }
        )


def _ingest(settings, ledger: Ledger, until: date, systems, report) -> list[DeliveryResult]:
    contracts = load_contracts()
    files = _delivered(settings)
    _refuse_lost_ledger(settings, ledger)
    recover(settings, ledger)
    write_empty_files(settings, contracts)
    hashes, restless = hashed(settings, ledger, [file for file in files if not file.partial])
    restless += [file for file in files if file.partial]
    outcomes = [result for file in restless if file.business_date <= until for result in _left(file, systems)]
    for result in outcomes:
        report(result)
    loaded_at = datetime.now(UTC).replace(tzinfo=None)
    items = items_of(settings, hashes, systems)
    broken = damaged(settings, [result for result, _ in ledger.deliveries()])
    if systems is None:
        refuse_irreparable(settings, broken, items)
    for _ in range(PASSES):
        active = [result for result, _ in ledger.deliveries()]
        chosen = _until(without_copies(items, active), active, until)
        worked = Walk(settings, ledger, loaded_at, report, frozenset(broken)).run(chosen)
        broken = set()
        outcomes += worked
        if not any(result.status != LEFT for result in worked):
            break
    write_deliveries(settings, [result for result, _ in ledger.deliveries()])
    return outcomes


def _delivered(settings: Settings) -> list[LandedFile]:
    mappings = load_mappings(settings.landing, load_contracts(), settings.business_timezone)
    return landed_files(settings.landing, mappings)


def _until(items: list[Item], active: list[DeliveryResult], until: date) -> list[Item]:
    """Items up to the date, and later ones that are in the lake already: a late delivery may change what they add."""
    known = {(result.address, result.logical_name, result.sha256) for result in active}
    return [
        item
        for item in items
        if item.file.business_date <= until or (item.address, item.file.logical_name, item.sha256) in known
    ]


def _left(file: LandedFile, systems: Collection[str] | None) -> list[DeliveryResult]:
    message = f"left for the next run: {file.path.name} is being written"
    return [
        DeliveryResult(
            mapping.entity.system,
            mapping.entity.name,
            file.logical_name,
            "",
            file.business_date,
            file.mapping.mode,
            "",
            LEFT,
            message=message,
        )  # fmt: skip
        for mapping in file.mapping.entities
        if systems is None or mapping.entity.system in systems
    ]


def _refuse_lost_ledger(settings: Settings, ledger: Ledger) -> None:
    if ledger.deliveries() or ledger.intents():
        return
    if any(file.name != "empty.parquet" for file in settings.lake.glob("*/*/business_date=*/*.parquet")):
        raise IngestError(
            f"{settings.ledger} is empty, but {settings.lake} holds batches. Put the ledger back, or delete the lake "
            "and the quarantine to load everything from landing again."
        )
