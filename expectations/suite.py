"""A suite of rules on one table, and what became of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["critical", "warning", "info"]


@dataclass(frozen=True)
class Rule:
    """One expectation: the sentence it asserts, how bad its failure is, and why anybody cares.

    critical blocks publishing, warning is alerted, info is recorded.
    """

    sentence: str
    severity: Severity
    note: str


@dataclass(frozen=True)
class Volume(Rule):
    """The table has at least `at_least` rows."""

    at_least: int = 1


@dataclass(frozen=True)
class Unique(Rule):
    """No two rows share the values of `columns`."""

    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Share(Rule):
    """Of the rows for which `holds` is not null, at least the share `at_least` fulfils it.

    `holds` is a SQL condition over one row; the whole table is there as `relation`, for comparisons with its extremes.
    """

    column: str | None = None
    holds: str = ""
    at_least: float = 1.0


@dataclass(frozen=True)
class References(Rule):
    """At least the share `at_least` of the values of `column` occurs as `target_column` of the table `target`.

    Evaluated only if the caller gives that table too; an empty value refers to nothing and is not counted.
    """

    column: str = ""
    target: str = ""
    target_column: str = ""
    at_least: float = 0.95


@dataclass(frozen=True)
class MeanBetween(Rule):
    """The mean of a numeric column lies between `low` and `high`."""

    column: str = ""
    low: float = 0.0
    high: float = 1.0


@dataclass(frozen=True)
class Varies(Rule):
    """A column of more than `beyond_rows` rows holds more than one value."""

    column: str = ""
    beyond_rows: int = 20


@dataclass(frozen=True)
class Suite:
    """The rules on `table` ("erp.orders"), and which team answers for it."""

    table: str
    owner: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class ExpectationResult:
    """What became of one expectation.

    `observed` holds numbers only, and `samples` masked keys of a few rows that break it: values may be personal data.
    """

    table: str
    expectation: str
    column: str | None
    severity: Severity
    success: bool
    unexpected_count: int
    element_count: int
    note: str
    owner: str
    observed: Mapping[str, float] = field(default_factory=dict)
    samples: tuple[str, ...] = ()

    @property
    def is_blocking(self) -> bool:
        """A failure that must stop publishing."""
        return not self.success and self.severity == "critical"
