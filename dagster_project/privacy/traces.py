"""Whether anything about a person is left anywhere in a home."""

import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import duckdb

from dagster_project.ingest.sql import literal
from dagster_project.privacy.derived import SHORTEST, names_sql
from dagster_project.privacy.person import Person, all_entities, belongs_sql, lake_sql
from dagster_project.settings import Settings

SEPARATORS = re.compile(rb"[ -]")
# Where the person must stay written down: until the erasure is complete, and (as hashes) after it.
OWN_FILES = {"erasure.pending", "erased.json"}


def traces_of(settings: Settings, person: Person) -> list[str]:
    """Places that still hold the person, each with what to do."""
    left = []
    with duckdb.connect() as connection:
        for entity in all_entities():
            condition = belongs_sql(entity, person.keys)
            sql = f"select count(*) from {lake_sql(settings, entity)} where {condition}"
            if connection.execute(sql).fetchone()[0]:
                left.append(f"lake/{entity.system}/{entity.name}: run the erasure again")
        for path in _files(settings):
            if _holds(connection, path, person):
                left.append(f"{path.relative_to(settings.home)}: remove it, or the person from it")
    return left


def _files(settings: Settings) -> Iterator[Path]:
    """Every file of the home but the lake's entities (asked by contract) and a generated company's planted truth."""
    entities = {settings.lake / entity.system for entity in all_entities()}
    for path in sorted(settings.home.rglob("*")):
        skipped = path.is_symlink() or not path.is_file() or path.name in OWN_FILES or settings.truth in path.parents
        if not skipped and not entities & set(path.parents):
            yield path


def _holds(connection: duckdb.DuckDBPyConnection, path: Path, person: Person) -> bool:
    if path.suffix == ".parquet":
        return _selects(connection, f"read_parquet({literal(path)}, hive_partitioning = false)", person)
    if path.suffix == ".duckdb":
        return _in_database(path, person)
    content = path.read_bytes()
    if content.startswith(b"PK") and is_zipfile(path):  # workbooks, trained models
        with ZipFile(path) as archive:
            return any(_in_bytes(archive.read(part), person) for part in archive.namelist())
    return _in_bytes(content, person)


def _in_bytes(content: bytes, person: Person) -> bool:
    """Whether a text in it names the person; those of old Excel files have two bytes a letter."""
    return _named(content, person) or b"\0" in content and _named(content.replace(b"\0", b""), person)


def _named(content: bytes, person: Person) -> bool:
    """A phone number in any spelling, an address, or a key as a whole word, but for keys that any number may be."""
    plain, lowered = SEPARATORS.sub(b"", content), content.lower()
    keys = [value.lower() for value in person.identifiers if len(value) > SHORTEST and re.search("[A-Za-z]", value)]
    found = [re.escape(value.encode()) for value in keys if value.encode() in lowered]
    return any(value.encode() in plain for value in person.values("phone")) or any(
        re.search(rb"(?<![0-9a-z])" + value + rb"(?![0-9a-z])", lowered) for value in found
    )


def _in_database(path: Path, person: Person) -> bool:
    with duckdb.connect(path, read_only=True) as database:
        tables = database.execute("select schema_name, table_name from duckdb_tables()").fetchall()
        return any(_selects(database, f'"{schema}"."{table}"', person) for schema, table in tables)


def _selects(connection: duckdb.DuckDBPyConnection, source: str, person: Person) -> bool:
    return connection.execute(
        f"select count(*) > 0 from {source} where {names_sql(connection, source, person)}"
    ).fetchone()[0]
