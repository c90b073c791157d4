"""The published build in PostgreSQL as well, for BI tools with users and roles: one transaction, all schemas or none.

Needs the extra `postgres` and GUANXI_POSTGRES_URL. Rows go as CSV from DuckDB's COPY into PostgreSQL's, never through
Python objects.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import duckdb

from dagster_project.publishing.generations import Generation
from dagster_project.publishing.mirror_readers import grant_again, readers_of
from dagster_project.publishing.published_file import PUBLIC_SCHEMAS
from dagster_project.settings import Settings

if TYPE_CHECKING:
    import psycopg

BLOCK_BYTES = 1 << 20
TYPES = {"DOUBLE": "double precision", "FLOAT": "real", "HUGEINT": "numeric(38)", "TINYINT": "smallint"} | {
    "UBIGINT": "numeric(20)",
    "TIMESTAMP WITH TIME ZONE": "timestamptz",
    "BLOB": "bytea",
}
MARK = "Published by Guanxi; replaced whole with every build."
STATE = "select obj_description(oid, 'pg_namespace') from pg_namespace where nspname = %s"
VIEWS_OF_OTHERS = """
    select distinct views.oid::regclass::text
    from pg_depend as depend
    join pg_rewrite as rules on rules.oid = depend.objid
    join pg_class as views on views.oid = rules.ev_class
    join pg_class as tables on tables.oid = depend.refobjid
    join pg_namespace as schemas on schemas.oid = tables.relnamespace
    where depend.classid = 'pg_rewrite'::regclass and depend.refclassid = 'pg_class'::regclass
        and schemas.nspname = %s and views.relnamespace <> schemas.oid
"""


class MirrorError(Exception):
    """PostgreSQL holds what it held before. The message says why, without the password."""


def mirror(settings: Settings, generation: Generation) -> int:
    """Replace the mirrored schemas by those of a generation; returns the number of tables. Raises MirrorError."""
    try:
        import psycopg
    except ImportError as problem:
        raise MirrorError("the mirror needs psycopg: pip install 'guanxi[postgres]'") from problem
    settings.spill.mkdir(parents=True, exist_ok=True)
    try:
        with (
            duckdb.connect(generation.folder / "guanxi.duckdb", read_only=True) as published,
            psycopg.connect(settings.postgres_url) as postgres,
            TemporaryDirectory(prefix="mirror_", dir=settings.spill) as folder,
        ):
            return sum(_mirror_schema(published, postgres, schema, Path(folder)) for schema in PUBLIC_SCHEMAS)
    except (psycopg.Error, duckdb.Error, OSError) as problem:  # a full disk on this side too
        raise MirrorError(f"PostgreSQL keeps the build before: {type(problem).__name__}: {problem}") from problem


def _mirror_schema(published, postgres: "psycopg.Connection", schema: str, folder: Path) -> int:
    from psycopg import sql

    _refuse_what_is_not_ours(postgres, schema)
    fresh = sql.Identifier(f"{schema}_guanxi_next")
    readers = readers_of(postgres, schema)
    postgres.execute(sql.SQL("drop schema if exists {} cascade").format(fresh))
    postgres.execute(sql.SQL("create schema {}").format(fresh))
    postgres.execute(sql.SQL("comment on schema {} is {}").format(fresh, sql.Literal(MARK)))
    tables = [
        name
        for (name,) in published.execute(
            "select table_name from duckdb_tables() where schema_name = ? order by 1", [schema]
        ).fetchall()
    ]
    for table in tables:
        _copy_table(published, postgres, schema, table, fresh, folder / "rows.csv")
    grant_again(postgres, readers, fresh, tables)
    postgres.execute(sql.SQL("drop schema if exists {} cascade").format(sql.Identifier(schema)))
    postgres.execute(sql.SQL("alter schema {} rename to {}").format(fresh, sql.Identifier(schema)))
    return len(tables)


def _refuse_what_is_not_ours(postgres: "psycopg.Connection", schema: str) -> None:
    """Dropping a schema takes everything in it and everything built on it along."""
    state = postgres.execute(STATE, [schema]).fetchone()
    if state and state[0] != MARK:
        raise MirrorError(f"schema {schema} of that database was not written by Guanxi. Give it a database of its own.")
    views = [name for (name,) in postgres.execute(VIEWS_OF_OTHERS, [schema]).fetchall()]
    if views:
        named = ", ".join(sorted(views))
        raise MirrorError(f"replacing schema {schema} would drop {named}. Drop them, or keep the query in the BI tool.")


def _copy_table(published, postgres, schema: str, table: str, fresh, rows: Path) -> None:
    from psycopg import sql

    target = sql.SQL("{}.{}").format(fresh, sql.Identifier(table))
    columns = published.execute(
        "select column_name, data_type, comment from duckdb_columns() where schema_name = ? and table_name = ? "
        "order by column_index",
        [schema, table],
    ).fetchall()
    definitions = [sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(_type(kind))) for name, kind, _ in columns]
    postgres.execute(sql.SQL("create table {} ({})").format(target, sql.SQL(", ").join(definitions)))
    quoted = str(rows).replace("'", "''")
    published.execute(f"copy {schema}.\"{table}\" to '{quoted}' (format csv, header false, nullstr '\\N')")
    command = sql.SQL("copy {} from stdin (format csv, null '\\N')").format(target)
    with postgres.cursor() as cursor, cursor.copy(command) as copy:
        for block in _blocks(rows):
            copy.write(block)
    about = published.execute(
        "select comment from duckdb_tables() where schema_name = ? and table_name = ?", [schema, table]
    ).fetchone()[0]
    comments = [("table", target, about)]
    comments += [("column", sql.SQL("{}.{}").format(target, sql.Identifier(n)), text) for n, _, text in columns]
    for kind, subject, text in comments:
        if text:
            statement = sql.SQL("comment on {} {} is {}").format(sql.SQL(kind), subject, sql.Literal(text))
            postgres.execute(statement)


def _type(kind: str) -> str:
    """PostgreSQL's name of a DuckDB type; lists, structs and maps are text."""
    if kind.endswith("]") or kind.startswith(("STRUCT", "MAP")):
        return "text"
    return TYPES.get(kind, kind.replace("DECIMAL", "numeric").replace("VARCHAR", "text").lower())


def _blocks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        while block := stream.read(BLOCK_BYTES):
            yield block
