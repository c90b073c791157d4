"""What a batch is: one delivery of one entity."""

from dataclasses import dataclass
from datetime import datetime

from ..contracts import Entity
from .business_day import end_of_day
from .casts import Reading


@dataclass(frozen=True)
class BatchSpec:
    """What identifies a batch and how its rows are read."""

    entity: Entity
    batch_id: str
    source_file: str
    mode: str
    reading: Reading
    loaded_at: datetime
    allow_mass_deletion: bool

    @property
    def version_at(self) -> datetime:
        return end_of_day(self.reading.business_date, self.reading.business_timezone)


@dataclass(frozen=True)
class BatchCounts:
    """Rows of one batch. `rows_in` = loaded + quarantined + duplicate; deletions come on top."""

    rows_in: int
    rows_loaded: int
    rows_quarantined: int
    rows_duplicate: int
    rows_deleted: int
