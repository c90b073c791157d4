"""Published generations without a person: each file written anew, and put in place by one rename."""

import json
from pathlib import Path

import duckdb

from dagster_project.ingest.sql import literal, literal_list, name
from dagster_project.privacy.derived import RECORD_COLUMNS, is_record_sql, names_sql, naming_columns
from dagster_project.privacy.person import HANGING_KINDS, RECORDS, Person
from dagster_project.publishing.generations import generations
from dagster_project.settings import Settings

READ_ONLY = 0o444


def clean_generations(settings: Settings, person: Person) -> int:
    """Rewrite every generation that shows the person. Returns how many. A reader keeps what it has open."""
    return sum(_clean(generation.folder, person) for generation in generations(settings))


def _clean(folder: Path, person: Person) -> bool:
    published, partial = folder / "guanxi.duckdb", folder / ".guanxi.duckdb.partial"
    partial.unlink(missing_ok=True)
    with duckdb.connect() as probe:
        probe.execute(f"attach {literal(published)} as old (read_only)")
        if not any(_shows(probe, schema, table, person) for schema, table in _tables(probe)):
            return False
    with duckdb.connect(partial) as connection:
        connection.execute(f"attach {literal(published)} as old (read_only)")
        counts = {}
        for schema, table in _tables(connection):
            connection.execute(f"create schema if not exists {schema}")
            connection.execute(f"create table {schema}.{name(table)} as {_without(connection, schema, table, person)}")
            counts[f"{schema}.{table}"] = connection.execute(f"select count(*) from {schema}.{name(table)}").fetchone()[
                0
            ]
            _write_parquet(connection, folder, schema, table)
        _copy_comments(connection)
        connection.execute("detach old")
        connection.execute("checkpoint")
    _put(partial, published)
    _count_anew(folder / "manifest.json", counts)
    return True


def _tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    sql = "select schema_name, table_name from duckdb_tables() where database_name = 'old' order by all"
    return connection.execute(sql).fetchall()


def _shows(connection: duckdb.DuckDBPyConnection, schema: str, table: str, person: Person) -> bool:
    source = f"old.{schema}.{name(table)}"
    condition = names_sql(connection, source, person)
    return connection.execute(f"select count(*) > 0 from {source} where {condition}").fetchone()[0]


def _without(connection: duckdb.DuckDBPyConnection, schema: str, table: str, person: Person) -> str:
    """Rows of the person go, and nobody's that name them; rows of others that refer to them lose that."""
    source = f"old.{schema}.{name(table)}"
    columns = [row[0] for row in connection.execute(f"describe {source}").fetchall()]
    named = names_sql(connection, source, person)
    if "customer_id" not in columns:
        return f"select * from {source} where not ({named})"
    own = literal_list(sorted(person.customer_ids)) or "''"
    gone = f"customer_id in ({own}) or customer_id is null and ({named}) or {_is_theirs_sql(columns, person)}"
    emptied = ", ".join(
        f"case when not {condition} then {name(column)} end as {name(column)}"
        for column, condition in _references(connection, source, columns, person).items()
    )
    replaced = f" replace ({emptied})" if emptied else ""
    return f"select *{replaced} from {source} where ({gone}) is not true"


def _is_theirs_sql(columns: list[str], person: Person) -> str:
    """SQL condition: the row is of a record of the person's, although of another customer's, as a contact's is."""
    conditions = [
        f"{name(f'{kind}_id')} in ({literal_list(sorted(values))})"
        for kind in (*RECORDS.values(), *HANGING_KINDS)
        if f"{kind}_id" in columns and (values := person.values(kind))
    ]
    if set(columns) >= RECORD_COLUMNS:
        conditions.append(is_record_sql(person))
    return " or ".join(conditions) or "false"


def _references(
    connection: duckdb.DuckDBPyConnection, source: str, columns: list[str], person: Person
) -> dict[str, str]:
    """The columns that name the person somewhere, and those whose source they are, with the condition of it."""
    conditions = {c: test for c, test in naming_columns(connection, source, person).items() if c != "customer_id"}
    found = ", ".join(f"coalesce(bool_or({condition}), false)" for condition in conditions.values())
    are_found = connection.execute(f"select {found or 'null'} from {source}").fetchone()
    naming = {c: test for (c, test), is_found in zip(conditions.items(), are_found, strict=False) if is_found}
    given = {c.removesuffix("_source"): test for c, test in naming.items() if c.endswith("_source")}
    return naming | {c: test for c, test in given.items() if c in columns}


def _copy_comments(connection: duckdb.DuckDBPyConnection) -> None:
    described = "database_name = 'old' and comment is not null"
    for schema, table, text in connection.execute(
        f"select schema_name, table_name, comment from duckdb_tables() where {described}"
    ).fetchall():
        connection.execute(f"comment on table {schema}.{name(table)} is {literal(text)}")
    for schema, table, column, text in connection.execute(
        f"select schema_name, table_name, column_name, comment from duckdb_columns() where {described}"
    ).fetchall():
        connection.execute(f"comment on column {schema}.{name(table)}.{name(column)} is {literal(text)}")


def _write_parquet(connection: duckdb.DuckDBPyConnection, folder: Path, schema: str, table: str) -> None:
    target = folder / "parquet" / schema / f"{table}.parquet"
    partial = target.with_name(f".{target.name}.partial")
    connection.execute(f"copy {schema}.{name(table)} to {literal(partial)} (format parquet, compression zstd)")
    _put(partial, target)


def _count_anew(manifest: Path, counts: dict[str, int]) -> None:
    partial = manifest.with_name(f".{manifest.name}.partial")
    content = json.loads(manifest.read_text()) | {"row_counts": counts}
    partial.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")
    _put(partial, manifest)


def _put(partial: Path, target: Path) -> None:
    partial.chmod(READ_ONLY)
    partial.replace(target)
