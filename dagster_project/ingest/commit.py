"""All or nothing across ledger and folders: the intent is written first, then carried out, then struck off.

A crash before the intent leaves temporary files that the next start removes. A crash after it is finished by the next
start. Each step may be repeated.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from ..settings import Settings, fault_point
from .ledger import Ledger, payload_of, result_from
from .result import DeliveryResult

TEMPORARY = ".tmp"


def temporary(file: Path) -> Path:
    """Where a file is written before it counts. Globs for *.parquet do not see it."""
    return file.with_name(file.name + TEMPORARY)


def commit(
    settings: Settings,
    ledger: Ledger,
    *,
    put: tuple[DeliveryResult, str] | None,
    drop: Iterable[DeliveryResult] = (),
    add: Iterable[Path] = (),
    remove: Iterable[Path] = (),
) -> None:
    """Adds files (written under their temporary names) and removes others together with the change in the ledger."""
    add, drop = list(add), list(drop)
    kept = set(add)
    for file in add:
        _sync(temporary(file))
    payload = {
        "put": [payload_of(put[0]), put[1]] if put else None,
        "drop": [payload_of(result) for result in drop],
        "add": [file.relative_to(settings.home).as_posix() for file in add],
        "remove": [file.relative_to(settings.home).as_posix() for file in remove if file not in kept],
    }
    fault_point("ingest_written")
    with ledger.transaction():
        number = ledger.add_intent(payload)
    fault_point("ingest_intended")
    _carry_out(settings, ledger, number, payload)


def recover(settings: Settings, ledger: Ledger) -> None:
    """Finishes what a crash interrupted and clears temporary files of what never counted."""
    for number, payload in ledger.intents():
        _carry_out(settings, ledger, number, payload)
    for folder in (settings.lake, settings.quarantine):
        for leftover in folder.rglob(f"*.parquet{TEMPORARY}"):
            leftover.unlink()


def _carry_out(settings: Settings, ledger: Ledger, number: int, payload: dict) -> None:
    for text in payload["add"]:
        file = settings.home / text
        if temporary(file).exists():
            temporary(file).replace(file)
        _sync(file.parent)
        fault_point("ingest_renamed")
    for text in payload["remove"]:
        (settings.home / text).unlink(missing_ok=True)
    fault_point("ingest_moved")
    with ledger.transaction():
        for result in payload["drop"]:
            ledger.drop(result_from(result))
        if payload["put"]:
            ledger.put(result_from(payload["put"][0]), payload["put"][1])
        ledger.remove_intent(number)
    fault_point("ingest_committed")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
