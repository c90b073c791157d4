"""How many columns a delivery may have."""

from pathlib import Path

from .errors import DeliveryStopped

# The widest extract of a real CRM has some hundreds. Each column is several expressions of SQL: 20,000 fill the memory.
WIDEST = 4_000


def refuse_width(path: Path, count: int) -> None:
    """Raises DeliveryStopped where a file has more columns than any extract."""
    if count > WIDEST:
        raise DeliveryStopped(f"{path.name} has {count:,} columns, more than {WIDEST:,}. Deliver the needed ones")
