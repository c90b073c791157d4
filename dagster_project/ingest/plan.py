"""Which deliveries the lake should hold, in the order in which they build on each other.

A delta's batch id says content, entity, date and mapping. A snapshot's also says which batches precede it, since what
it changes depends on them. So an id that the ledger knows needs no work, and a late or corrected delivery gives every
later snapshot of the entity a new id, which derives it again: the lake depends on what was accepted, not on when.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from .landing import LandedFile
from .mapping import EntityMapping
from .result import LOADED, DeliveryResult

CODE_VERSION = "1"  # raised when the same file would now give other rows


@dataclass(frozen=True)
class Item:
    """One entity of one landed file with its content hash."""

    file: LandedFile
    sha256: str
    mapping: EntityMapping
    fingerprint: str
    former_name: str | None = None  # under which the lake holds this content, where another name is due to it now

    @property
    def address(self) -> str:
        return self.mapping.entity.address

    @property
    def place(self) -> tuple:
        return position(self.file.business_date, self.file.mapping.mode, self.file.logical_name)


@dataclass
class Chain:
    """The accepted batches of one entity so far."""

    digest: str = ""
    files: list[Path] = field(default_factory=list)
    snapshots: dict[date, str] = field(default_factory=dict)

    def append(self, result: DeliveryResult, lake_file: Path) -> None:
        self.digest = _hash(self.digest, result.batch_id)
        if result.rows_loaded or result.rows_deleted:
            self.files.append(lake_file)
        if result.mode == "snapshot":
            self.snapshots[result.business_date] = result.logical_name


def position(day: date, mode: str, logical_name: str) -> tuple:
    """Deltas of a day come before its snapshot ("delta" < "snapshot"), which has the last word."""
    return day, mode, logical_name


def batch_id(item: Item, chain: Chain) -> str:
    """The id under which this item's rows are, or would be, in the lake."""
    file = item.file
    base = chain.digest if file.mapping.mode == "snapshot" else ""
    return _hash(CODE_VERSION, item.address, item.sha256, file.business_date.isoformat(), item.fingerprint, base)[:24]


def waiting_id(batch: str, obstacle: str) -> str:
    """The id of an item that is stopped by something outside it: another one when that is out of the way."""
    return _hash(batch, obstacle)[:24]


def without_copies(items: list[Item], active: list[DeliveryResult]) -> list[Item]:
    """One item per entity, date, sheet and content, under the first of its names in landing, whichever arrived first.

    A file that was only renamed keeps its old logical name.
    """
    landed = {(item.address, item.file.logical_name) for item in items}
    known = {_content(result): result.logical_name for result in active if result.status == LOADED}
    groups: dict[tuple, list[Item]] = defaultdict(list)
    for item in items:
        groups[item.address, item.file.business_date, item.file.mapping.sheet or "", item.sha256].append(item)
    chosen = []
    for content, group in groups.items():
        first = min(group, key=lambda item: item.file.logical_name)
        former = known.get(content)
        if former is not None and (first.address, former) not in landed:
            first = replace(first, file=replace(first.file, logical_name=former))
        elif former not in (None, first.file.logical_name) and former in {item.file.logical_name for item in group}:
            first = replace(first, former_name=former)
        chosen.append(first)
    return sorted(chosen, key=lambda item: (item.place, item.address))


def _content(result: DeliveryResult) -> tuple:
    return result.address, result.business_date, result.logical_name.partition("#")[2], result.sha256


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
