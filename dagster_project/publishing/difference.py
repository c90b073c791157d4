"""What differs between two generations: columns, rows, and the figures that people quote."""

from dataclasses import dataclass

import duckdb

from dagster_project.publishing.generations import Generation
from dagster_project.publishing.published_file import PUBLIC_SCHEMAS

NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL")
NOT_COMPARED = {"meta"}  # its rows carry the build id, so that all of them always differ


@dataclass(frozen=True)
class TableDifference:
    """A table that is not the same in A and B: row counts (None where it does not exist), rows that one side has only,
    and columns that one side has only."""

    table: str
    rows_in_a: int | None
    rows_in_b: int | None
    only_in_a: int = 0
    only_in_b: int = 0
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class FigureDifference:
    """The sum of a numeric column that is not the same in A and B."""

    table: str
    column: str
    in_a: float | None
    in_b: float | None


def differences(a: Generation, b: Generation) -> tuple[list[TableDifference], list[FigureDifference]]:
    """Tables and figures of the marts, metrics and scores that differ, in table order."""
    tables, figures = [], []
    with duckdb.connect() as connection:
        for name, generation in (("a", a), ("b", b)):
            file = str(generation.folder / "guanxi.duckdb").replace("'", "''")
            connection.execute(f"attach '{file}' as {name} (read_only)")
        columns = {name: _columns(connection, name) for name in ("a", "b")}
        for table in sorted(columns["a"].keys() | columns["b"].keys()):
            in_a, in_b = columns["a"].get(table), columns["b"].get(table)
            tables.append(_table(connection, table, in_a, in_b))
            if in_a and in_b:
                shared = [c for c, kind in in_a.items() if c in in_b and kind.split("(")[0] in NUMBERS]
                figures += _figures(connection, table, shared)
    changed = [t for t in tables if t.only_in_a or t.only_in_b or t.columns or None in (t.rows_in_a, t.rows_in_b)]
    return changed, [f for f in figures if f.in_a != f.in_b]


def _columns(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, dict[str, str]]:
    rows = connection.execute(
        "select schema_name || '.' || table_name, column_name, data_type from duckdb_columns() "
        "where database_name = ? and schema_name in ? order by column_index",
        [database, [schema for schema in PUBLIC_SCHEMAS if schema not in NOT_COMPARED]],
    ).fetchall()
    tables: dict[str, dict[str, str]] = {}
    for table, column, kind in rows:
        tables.setdefault(table, {})[column] = kind
    return tables


def _table(connection, table: str, in_a: dict | None, in_b: dict | None) -> TableDifference:
    def count(sql: str) -> int:
        return connection.execute(f"select count(*) from ({sql})").fetchone()[0]

    rows_in_a = count(f"from a.{table}") if in_a else None
    rows_in_b = count(f"from b.{table}") if in_b else None
    if not (in_a and in_b):
        return TableDifference(table, rows_in_a, rows_in_b)
    shared = ", ".join(f'"{column}"' for column in in_a if column in in_b)
    rows = [f"select {shared} from {name}.{table}" for name in ("a", "b")]
    return TableDifference(
        table,
        rows_in_a,
        rows_in_b,
        only_in_a=count(f"{rows[0]} except all {rows[1]}"),
        only_in_b=count(f"{rows[1]} except all {rows[0]}"),
        columns=tuple(sorted(in_a.keys() ^ in_b.keys())),
    )


def _figures(connection, table: str, columns: list[str]) -> list[FigureDifference]:
    if not columns:
        return []
    sums = ", ".join(f'round(sum("{column}")::double, 4)' for column in columns)
    in_a, in_b = (connection.execute(f"select {sums} from {name}.{table}").fetchone() for name in ("a", "b"))
    return [FigureDifference(table, *row) for row in zip(columns, in_a, in_b, strict=True)]
