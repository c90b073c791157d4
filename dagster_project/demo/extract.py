"""A delivered table before it is cut into files: rows, and the business days on which each row is delivered."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dagster_project.demo.clock import LAST_HISTORY_DAY, NEVER


@dataclass(frozen=True)
class Extract:
    """Rows of one entity as its system exports them.

    Delta (`until_day` is None): a row is delivered once, with the history or on `first_day`.
    Snapshot: a row is in every dump from `first_day` on and before `until_day`.
    """

    system: str
    name: str
    table: pa.Table
    first_day: np.ndarray
    until_day: np.ndarray | None = None

    @property
    def key(self) -> str:
        return f"{self.system}/{self.name}"

    def on(self, day: int) -> pa.Table:
        """Rows of the file of one business day; the history is the file of its last day."""
        if self.until_day is not None:
            chosen = (self.first_day <= day) & (day < self.until_day)
        elif day == LAST_HISTORY_DAY:
            chosen = self.first_day <= day
        else:
            chosen = self.first_day == day
        return self.table.take(pa.array(np.flatnonzero(chosen)))


@dataclass(frozen=True)
class Versions:
    """Which versions of which rows are ever delivered: `row` repeats where both are."""

    row: np.ndarray
    is_second: np.ndarray
    day: np.ndarray


def versions(first_day: np.ndarray, second_day: np.ndarray, sends_both: np.ndarray) -> Versions:
    """The history holds what its last day knew (both versions where `sends_both`); daily deltas hold every change."""
    has_second = second_day < NEVER
    first = np.flatnonzero(sends_both | ~has_second | (second_day > LAST_HISTORY_DAY))
    second = np.flatnonzero(has_second)
    row = np.concatenate([first, second])
    is_second = np.arange(len(row)) >= len(first)
    day = np.where(is_second, second_day[row], first_day[row])
    order = np.lexsort((is_second, row))
    return Versions(row[order], is_second[order], day[order])


def with_repeats(rng: np.random.Generator, size: int, share: float) -> tuple[np.ndarray, np.ndarray]:
    """Row numbers in which a share is there twice, and the repeated ones."""
    repeated = np.flatnonzero(rng.random(size) < share)
    return np.concatenate([np.arange(size), repeated]), repeated


def filled(table: dict[str, pa.Array], rows: np.ndarray) -> pa.Table:
    """The rows of a table, by position, repeats allowed."""
    return pa.table(table).take(pa.array(rows))
