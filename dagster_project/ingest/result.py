"""What became of a delivery."""

from dataclasses import dataclass
from datetime import date, datetime

LOADED = "loaded"
STOPPED = "stopped"
LEFT = "left"


@dataclass(frozen=True)
class DeliveryResult:
    """One delivery of one entity. Status `left` (still being written) is reported but not kept in the ledger.

    rows_in = rows_loaded + rows_quarantined + rows_duplicate; rows_deleted counts keys that vanished from a snapshot.
    """

    system: str
    entity: str
    logical_name: str
    sha256: str
    business_date: date
    mode: str
    batch_id: str
    status: str
    rows_in: int = 0
    rows_loaded: int = 0
    rows_quarantined: int = 0
    rows_duplicate: int = 0
    rows_deleted: int = 0
    unknown_columns: tuple[str, ...] = ()
    message: str = ""
    loaded_at: datetime | None = None

    @property
    def address(self) -> str:
        return f"{self.system}.{self.entity}"
