"""Rows that the contract rejected: what there is, why, and whether a second attempt takes them in."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import duckdb

from dagster_project.ingest import DeliveryResult, ingest, latest_business_date
from dagster_project.settings import Settings


@dataclass(frozen=True)
class RejectedDelivery:
    """One delivery of an entity ("erp.orders") with rejected rows, and its commonest reason."""

    table: str
    file: str
    business_date: date
    batch_id: str
    rows_in: int
    rows_quarantined: int
    reason: str


@dataclass(frozen=True)
class RejectedRow:
    """One rejected row. `masked` names the columns that were delivered and the shape of their values: `1****`."""

    line: int | None
    reason: str
    masked: dict[str, str]


@dataclass(frozen=True)
class Replay:
    """Rejected rows by (table, file) before and after everything in landing was read again where it changed."""

    before: dict[tuple[str, str], int]
    after: dict[tuple[str, str], int]
    outcomes: tuple[DeliveryResult, ...]

    @property
    def is_balanced(self) -> bool:
        """Whether every delivery that was worked on counts each row exactly once."""
        return all(o.rows_in == o.rows_loaded + o.rows_quarantined + o.rows_duplicate for o in self.outcomes)


def rejected_deliveries(settings: Settings) -> list[RejectedDelivery]:
    """Every delivery that counts and has rejected rows, the newest first."""
    path = settings.lake / "meta" / "deliveries.parquet"
    if not path.exists():
        return []
    with duckdb.connect() as connection:
        rows = connection.execute(
            "select system || '.' || entity, logical_name, business_date, batch_id, rows_in, rows_quarantined "
            "from read_parquet(?) where rows_quarantined > 0 order by business_date desc, logical_name, 1",
            [str(path)],
        ).fetchall()
        return [RejectedDelivery(*row, _commonest_reason(connection, settings, row)) for row in rows]


def rejected_rows(settings: Settings, file: str, *, limit: int = 20) -> list[RejectedRow]:
    """The first rejected rows of a delivered file, in line order. An unknown file has none."""
    found = []
    for delivery in rejected_deliveries(settings):
        if delivery.file == file:
            with duckdb.connect() as connection:
                found += connection.execute(
                    "select source_line, reason, raw from read_parquet(?) order by source_line limit ?",
                    [_file(settings, delivery.table, delivery.business_date, delivery.batch_id), limit],
                ).fetchall()
    return [RejectedRow(line, reason, _masked(raw)) for line, reason, raw in found[:limit]]


def replay(settings: Settings) -> Replay:
    """Read again what was corrected, be it the delivery, its mapping or its contract; the rest costs nothing.

    Rows in = loaded + quarantined + duplicate holds afterwards as before. Raises IngestError, MappingError.
    """
    before = _counts(rejected_deliveries(settings))
    outcomes = ingest(settings, until=latest_business_date(settings))
    return Replay(before, _counts(rejected_deliveries(settings)), tuple(outcomes))


def _counts(deliveries: Iterable[RejectedDelivery]) -> dict[tuple[str, str], int]:
    return {(d.table, d.file): d.rows_quarantined for d in deliveries}


def _commonest_reason(connection: duckdb.DuckDBPyConnection, settings: Settings, row: tuple) -> str:
    table, _, day, batch, *_ = row
    reason = connection.execute(
        "select reason from read_parquet(?) group by reason order by count(*) desc, reason limit 1",
        [_file(settings, table, day, batch)],
    ).fetchone()
    return reason[0] if reason else ""


def _file(settings: Settings, table: str, day: date, batch: str) -> str:
    return str(settings.quarantine / table.replace(".", "/") / f"business_date={day}" / f"{batch}.parquet")


def _masked(raw: str) -> dict[str, str]:
    return {name: masked(value) for name, value in json.loads(raw).items() if name == "_text" or name[:1] != "_"}


def masked(value: object) -> str:
    """The shape of a value: its first character, then a star for each further one, twelve at most."""
    text = "" if value is None else str(value)
    return text[: len(text) > 1] + "*" * min(max(len(text) - 1, 1), 12) if text else ""
