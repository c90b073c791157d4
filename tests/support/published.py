"""The content of a published file, comparable across homes and runs."""

from datetime import date
from pathlib import Path

import duckdb

from dagster_project.publishing.generations import generations
from dagster_project.settings import Settings

# When a delivery was loaded, or something was first seen, is not part of what it says.
CLOCK_COLUMNS = {"loaded_at", "first_seen_at", "last_seen_at", "ended_at"}


def file_of(settings: Settings, day: date) -> Path:
    """The published DuckDB file of an as-of date."""
    return next(g.folder / "guanxi.duckdb" for g in generations(settings) if g.as_of_date == day)


def content(path: Path, *, without: set[str] = CLOCK_COLUMNS) -> dict[str, tuple[int, int]]:
    """Row count and order-independent hash of every table of a DuckDB file's public schemas, but for some columns.

    Doubles count to a millionth of the largest of their column: threads add them up in no fixed order.
    """
    with duckdb.connect(path.resolve(), read_only=True) as connection:
        tables = connection.execute(
            "select table_schema, table_name, list((column_name, data_type) order by ordinal_position) "
            "from information_schema.columns where table_schema in ('marts', 'metrics', 'ml', 'meta') group by all"
        ).fetchall()
        return {
            f"{schema}.{table}": _digest(connection, schema, table, [c for c in columns if c[0] not in without])
            for schema, table, columns in tables
        }


def _digest(connection: duckdb.DuckDBPyConnection, schema: str, table: str, shown: list) -> tuple[int, int]:
    source = f'"{schema}"."{table}"'
    doubles = [name for name, kind in shown if kind == "DOUBLE"]
    largest = ", ".join(f'max(abs("{name}"))' for name in doubles) or "count(*)"
    scales = dict(zip(doubles, connection.execute(f"select {largest} from {source}").fetchone(), strict=False))
    row = ", ".join(_comparable(f'"{name}"', scales.get(name)) for name, _ in shown)
    return connection.execute(f"select count(*), coalesce(sum(hash({row})::hugeint), 0) from {source}").fetchone()


def _comparable(column: str, scale: float | None) -> str:
    # plus zero: a rounded -0.0 is 0.0; the scale itself is rounded, for it has last bits of its own
    return f"round({column} / {scale:.9e}, 6) + 0.0" if scale else column
