"""Values no contract allows, and the list of every planted row for the truth."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_project.demo.clock import LAST_HISTORY_DAY, TOTAL_DAYS
from dagster_project.demo.text import take

IMPOSSIBLE_DATES = ("2025/02/30 10:15", "1900/01/00 00:00")
FUTURE_DATE = "2099/12/31 23:59"
QUARANTINE, DEDUPLICATE, LATEST, UNLINKED, AS_OF, DELETE, MERGE = (
    "quarantine",
    "deduplicate",
    "use the latest version",
    "keep, linked to nobody",
    "appear from its business date on",
    "mark deleted",
    "merge into one customer",
)


@dataclass(frozen=True)
class Dirt:
    """Planted rows of one class: keys as delivered and the business day of the file they are in."""

    dirt_class: str
    system: str
    entity: str
    file: str
    expected: str
    keys: pa.Array
    day: np.ndarray

    def table(self) -> pa.Table:
        """Rows for truth/dirt.parquet; what is never delivered within the horizon is left out."""
        delivered = pa.array(self.day < TOTAL_DAYS)
        size = len(self.day)
        columns = {
            "dirt_class": self.dirt_class,
            "system": self.system,
            "entity": self.entity,
            "file": self.file,
            "expected": self.expected,
        }
        named = {name: take([value], np.zeros(size, np.int64)) for name, value in columns.items()}
        keys = self.keys.combine_chunks() if isinstance(self.keys, pa.ChunkedArray) else self.keys
        day = np.maximum(np.where(self.day < TOTAL_DAYS, self.day, 0), LAST_HISTORY_DAY)
        return pa.table(named | {"record_key": keys, "business_day": pa.array(day)}).filter(delivered)


def spoiled(values: pa.Array, chosen: np.ndarray, replacement: str | tuple[str, ...]) -> pa.Array:
    """Text values with the chosen rows replaced; several replacements take turns."""
    words = (replacement,) if isinstance(replacement, str) else replacement
    if not chosen.any():
        return values
    return pc.if_else(pa.array(chosen), take(words, np.arange(len(chosen)) % len(words)), values)
