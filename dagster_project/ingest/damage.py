"""Files of the lake that a crash of the disk or a bad copy has cut short: derived again from landing."""

from collections.abc import Iterable
from pathlib import Path

from ..settings import Settings
from .errors import IngestError
from .lake import batch_file
from .plan import Item
from .result import LOADED, DeliveryResult

MAGIC = b"PAR1"


def damaged(settings: Settings, known: Iterable[DeliveryResult]) -> set[tuple[str, str]]:
    """(address, logical name) of loaded deliveries whose lake or quarantine file is missing or cut short."""
    return {
        (result.address, result.logical_name)
        for result in known
        if result.status == LOADED and not all(_is_whole(file) for file in _files(settings, result))
    }


def refuse_irreparable(settings: Settings, found: set[tuple[str, str]], items: Iterable[Item]) -> None:
    """Raises IngestError for damaged deliveries whose file is no longer in landing."""
    lost = sorted(found - {(item.address, item.file.logical_name) for item in items})
    if lost:
        address, name = lost[0]
        raise IngestError(
            f"{settings.lake}: the batch of {name} ({address}) is missing or cut short, and {name} is no longer in "
            f"landing. Put that file back into {settings.landing}, or restore the lake from a backup."
        )


def _files(settings: Settings, result: DeliveryResult) -> list[Path]:
    files = []
    if result.rows_loaded or result.rows_deleted:
        files.append(batch_file(settings.lake, result))
    if result.rows_quarantined:
        files.append(batch_file(settings.quarantine, result))
    return files


def _is_whole(file: Path) -> bool:
    """A Parquet file ends with its magic bytes; 0.02 ms, so that every night can look at every file."""
    try:
        with file.open("rb") as stream:
            stream.seek(-len(MAGIC), 2)
            return stream.read() == MAGIC
    except OSError:
        return False
