"""The file that BI tools open: a compact copy of what is public in a build, with its comments and its gate."""

from datetime import date
from pathlib import Path

import duckdb

from dagster_project.privacy.evidence import refuse_personal_data
from dagster_project.publishing.meta_tables import DESCRIPTIONS, write_meta_tables
from dagster_project.publishing.spreadsheet_safe import safe_select
from dagster_project.settings import Settings, fault_point
from dagster_project.warehouse.gate import Gate

PUBLIC_SCHEMAS = ("marts", "metrics", "ml", "meta")
Descriptions = dict[str, dict[str, str]]  # by `schema.table`, then by column; the table's own under the empty name


def copy_public_tables(
    settings: Settings, draft: Path, *, gate: Gate, as_of: date, descriptions: Descriptions
) -> dict[str, int]:
    """Write guanxi.duckdb and parquet/ of the build into the folder `draft`; returns rows by `schema.table`.

    Raises PersonalDataShown.
    """
    row_counts, known = {}, DESCRIPTIONS | descriptions
    with duckdb.connect(draft / "guanxi.duckdb", config=_limits(settings)) as connection:
        connection.execute(f"attach '{_quoted(settings.build_file)}' as build (read_only)")
        for schema in PUBLIC_SCHEMAS:
            connection.execute(f"create schema {schema}")
        for schema, table in _public_tables(connection):
            rows = safe_select(connection, "build", schema, table)
            connection.execute(f'create table {schema}."{table}" as {rows}')
        connection.execute("detach build")
        write_meta_tables(connection, settings, gate=gate, as_of=as_of)
        refuse_personal_data(connection, settings, gate.build_id)
        tables = _tables_of(connection, connection.execute("select current_database()").fetchone()[0])
        connection.begin()  # thousands of comments, each of which would wait for the disk
        for schema, table in tables:
            _comment_on(connection, schema, table, known.get(f"{schema}.{table}", {}))
        connection.commit()
        for schema, table in tables:
            target = draft / "parquet" / schema / f"{table}.parquet"
            target.parent.mkdir(exist_ok=True)
            connection.execute(f"copy {schema}.\"{table}\" to '{_quoted(target)}' (format parquet, compression zstd)")
            row_counts[f"{schema}.{table}"] = connection.execute(f'select count(*) from {schema}."{table}"').fetchone()[
                0
            ]
        fault_point("publish_checkpoint")
        connection.execute("checkpoint")
    return row_counts


def _public_tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    return [(schema, table) for schema, table in _tables_of(connection, "build") if schema in PUBLIC_SCHEMAS]


def _tables_of(connection: duckdb.DuckDBPyConnection, database: str) -> list[tuple[str, str]]:
    return connection.execute(
        """
        select table_schema, table_name from information_schema.tables
        where table_catalog = ? order by table_schema, table_name
        """,
        [database],
    ).fetchall()


def _comment_on(connection: duckdb.DuckDBPyConnection, schema: str, table: str, descriptions: dict[str, str]) -> None:
    """Carry the dbt descriptions into the file, where a BI tool shows them."""
    columns = {row[0] for row in connection.execute(f'describe {schema}."{table}"').fetchall()}
    for column, text in descriptions.items():
        if column == "":
            connection.execute(f"comment on table {schema}.\"{table}\" is '{_quoted(text)}'")
        elif column in columns:
            connection.execute(f'comment on column {schema}."{table}"."{column}" is \'{_quoted(text)}\'')


def _limits(settings: Settings) -> dict[str, str | int | bool]:
    return {
        "memory_limit": settings.memory_limit,
        "threads": settings.threads,
        "temp_directory": str(settings.spill),
        "preserve_insertion_order": False,
    }


def _quoted(text: Path | str) -> str:
    return str(text).replace("'", "''")
