"""Everything held about a person, for the person."""

import json
import os
from pathlib import Path

import duckdb

from dagster_project.ingest.sql import literal
from dagster_project.privacy.derived import names_sql
from dagster_project.privacy.person import Person, all_entities, belongs_sql, lake_sql
from dagster_project.publishing.generations import current_generation
from dagster_project.settings import Settings


def export_person(settings: Settings, person: Person) -> dict[str, list[dict[str, object]]]:
    """Rows about the person by table: `system.entity` as delivered, all versions; `published.schema.table` as shown."""
    held: dict[str, list[dict[str, object]]] = {}
    with duckdb.connect() as connection:
        for entity in all_entities():
            sql = f"select * from {lake_sql(settings, entity)} where {belongs_sql(entity, person.keys)} order by all"
            _add(held, entity.address, connection, sql)
        current = current_generation(settings)
        if current is not None:
            connection.execute(f"attach {literal(current.folder / 'guanxi.duckdb')} as shown (read_only)")
            tables = "select schema_name, table_name from duckdb_tables() where database_name = 'shown' order by all"
            for schema, table in connection.execute(tables).fetchall():
                source = f'shown."{schema}"."{table}"'
                sql = f"select * from {source} where {names_sql(connection, source, person)} order by all"
                _add(held, f"published.{schema}.{table}", connection, sql)
    return held


def write_export(held: dict[str, list[dict[str, object]]], target: Path) -> None:
    """Write the export as JSON into a file that its owner alone may read."""
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(held, stream, ensure_ascii=False, indent=2, default=str)
        stream.write("\n")


def _add(held: dict, table: str, connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    if rows:
        held[table] = rows
