"""What was derived from a person's rows and has no contract: quarantine, scores, identity files."""

import re
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import duckdb

from dagster_project.ingest.lake import batch_file, write_deliveries
from dagster_project.ingest.ledger import Ledger
from dagster_project.ingest.result import LOADED
from dagster_project.ingest.sql import literal, literal_list, name
from dagster_project.privacy.person import HANGING, HANGING_KINDS, RECORDS, Person
from dagster_project.settings import Settings

SHORTEST = 5  # characters of an identifier that is looked for in any text
KEY_COLUMN = re.compile(r"(_id|_key|_ref|_number|^id|_value)$")
RECORD_COLUMNS = {"record_system", "record_entity", "record_id"}
CUSTOMER_COLUMNS = ("customer_id", "customer_key")


def clean_parquet_below(folder: Path, person: Person) -> int:
    """Rewrite every Parquet file below without the rows that name the person in any text. Returns the rows gone."""
    gone = 0
    with duckdb.connect() as connection:
        for file in sorted(folder.rglob("*.parquet")):
            source = f"read_parquet({literal(file)}, hive_partitioning = false)"
            condition = names_sql(connection, source, person)
            count = connection.execute(f"select count(*) from {source} where {condition}").fetchone()[0]
            if count:
                gone += count
                partial = file.with_name(f".{file.name}.partial")
                rest = f"select * from {source} where not ({condition})"
                connection.execute(f"copy ({rest}) to {literal(partial)} (format parquet)")
                partial.replace(file)
    return gone


def names_sql(connection: duckdb.DuckDBPyConnection, source: str, person: Person) -> str:
    """SQL condition: some text of the row is, or holds as a whole word, an identifier of the person."""
    return " or ".join(naming_columns(connection, source, person).values()) or "false"


def naming_columns(connection: duckdb.DuckDBPyConnection, source: str, person: Person) -> dict[str, str]:
    """Of every column of texts, the SQL condition that it does; never null."""
    described = connection.execute(f"describe select * from {source}").fetchall()
    conditions = {row[0]: f"coalesce({_names(row[0], person)}, false)" for row in described if row[1] == "VARCHAR"}
    return conditions | ({"record_id": is_record_sql(person)} if conditions.keys() >= RECORD_COLUMNS else {})


def is_record_sql(person: Person) -> str:
    """SQL condition on RECORD_COLUMNS: the row is of a record of the person's. A number alone may be anybody's."""
    kinds = RECORDS | {pair: kind for pair, (_, kind) in HANGING.items()}
    conditions = [
        f"((record_system, record_entity) = {pair} and record_id in ({literal_list(sorted(values))}))"
        for pair, kind in kinds.items()
        if (values := person.values(kind))
    ]
    return f"coalesce({' or '.join(conditions) or 'false'}, false)"


def _names(column: str, person: Person) -> str:
    """A short identifier may be any word but in a column of keys; a customer's ID holds the record that founded it."""
    own, values = person.customer_ids | person.values(*RECORDS.values()), person.identifiers
    text, long = name(column), sorted(value for value in values if len(value) >= SHORTEST)
    if column.endswith(CUSTOMER_COLUMNS):
        return f"split_part({text}, '@', 1) in ({literal_list(sorted(own)) or 'null'})"
    exact = f"{text} in ({literal_list(sorted(values if KEY_COLUMN.search(column) else long)) or 'null'})"
    if column.endswith("_source"):  # the entity and the record that a value was taken from
        exact += f" or split_part({text}, ' ', 2) in ({literal_list(sorted(values)) or 'null'})"
    if not long:
        return exact
    pattern = rf"(?i)(^|[^0-9a-z])({'|'.join(map(re.escape, long))})([^0-9a-z]|$)"
    return f"{exact} or regexp_matches({text}, {literal(pattern)})"


def clean_quarantine(settings: Settings, person: Person) -> int:
    """Take rejected rows that name the person out of the quarantine, and out of the counts of their delivery."""
    gone = 0
    with closing(Ledger(settings.ledger)) as ledger, duckdb.connect() as connection:
        for result, fingerprint in ledger.deliveries():
            file = batch_file(settings.quarantine, result)
            if result.status != LOADED or not file.exists():
                continue
            condition = _rejected_sql(person)
            source = f"read_parquet({literal(file)}, hive_partitioning = false)"
            count = connection.execute(f"select count(*) from {source} where {condition}").fetchone()[0]
            if not count:
                continue
            gone += count
            partial = file.with_name(f"{file.name}.tmp")
            connection.execute(
                f"copy (select * from {source} where not ({condition})) to {literal(partial)} (format parquet)"
            )
            partial.replace(file)
            left = replace(result, rows_in=result.rows_in - count, rows_quarantined=result.rows_quarantined - count)
            with ledger.transaction():
                ledger.put(left, fingerprint)
        if gone:
            write_deliveries(settings, [result for result, _ in ledger.deliveries()])
    return gone


def _rejected_sql(person: Person) -> str:
    """A rejected row is JSON text of whatever shape: values are looked for in quotes, numbers among the digits."""
    tests = [f"contains(regexp_replace(raw, '[^0-9]', '', 'g'), {literal(v)})" for v in person.values("phone")]
    tests += [f"contains(lower(raw), {literal(v)})" for v in person.values("email")]
    tests += [
        f"contains(raw, {literal(chr(34) + v + chr(34))})" for v in person.values(*RECORDS.values(), *HANGING_KINDS)
    ]
    return " or ".join(tests) or "false"
