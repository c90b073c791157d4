"""The content of a published file, comparable across homes and runs."""

from pathlib import Path

import duckdb

# When a delivery was loaded, or something was first seen, is not part of what it says.
CLOCK_COLUMNS = {"loaded_at", "first_seen_at", "last_seen_at", "ended_at"}


def content(path: Path) -> dict[str, tuple[int, int]]:
    """Row count and order-independent hash of every table of a DuckDB file's public schemas."""
    with duckdb.connect(path.resolve(), read_only=True) as connection:
        tables = connection.execute(
            "select table_schema, table_name, list(column_name order by ordinal_position) "
            "from information_schema.columns where table_schema in ('marts', 'metrics', 'ml', 'meta') group by all"
        ).fetchall()
        return {f"{schema}.{table}": _digest(connection, schema, table, columns) for schema, table, columns in tables}


def _digest(connection: duckdb.DuckDBPyConnection, schema: str, table: str, columns: list[str]) -> tuple[int, int]:
    row = ", ".join(f'"{name}"' for name in columns if name not in CLOCK_COLUMNS)
    sql = f'select count(*), coalesce(sum(hash({row})::hugeint), 0) from "{schema}"."{table}"'
    return connection.execute(sql).fetchone()
