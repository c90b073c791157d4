"""The content of a published file, comparable across homes and runs."""

from pathlib import Path

import duckdb

# When a delivery was loaded, or something was first seen, is not part of what it says.
CLOCK_COLUMNS = {"loaded_at", "first_seen_at", "last_seen_at", "ended_at"}


def content(path: Path) -> dict[str, tuple[int, int]]:
    """Row count and order-independent hash of every table of a DuckDB file's public schemas.

    Doubles count to a millionth of the largest of their column: threads add them up in no fixed order.
    """
    with duckdb.connect(path.resolve(), read_only=True) as connection:
        tables = connection.execute(
            "select table_schema, table_name, list((column_name, data_type) order by ordinal_position) "
            "from information_schema.columns where table_schema in ('marts', 'metrics', 'ml', 'meta') group by all"
        ).fetchall()
        return {f"{schema}.{table}": _digest(connection, schema, table, columns) for schema, table, columns in tables}


def _digest(connection: duckdb.DuckDBPyConnection, schema: str, table: str, columns: list) -> tuple[int, int]:
    row = ", ".join(_comparable(f'"{name}"', kind) for name, kind in columns if name not in CLOCK_COLUMNS)
    scales = ", ".join(f'max(abs("{name}")) as "{name}"' for name, kind in columns if kind == "DOUBLE")
    source = f'"{schema}"."{table}"'
    scale = f"(select {scales or '1 as one'} from {source})"
    sql = f"select count(*), coalesce(sum(hash({row})::hugeint), 0) from {source} as shown, {scale} as scale"
    return connection.execute(sql).fetchone()


def _comparable(name: str, kind: str) -> str:
    return f"round(shown.{name} / nullif(scale.{name}, 0), 6) + 0.0" if kind == "DOUBLE" else f"shown.{name}"
