"""Batches of the lake that hold rows of a person, and how they are rewritten where landing no longer can."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import duckdb

from dagster_project.contracts import load_contracts
from dagster_project.ingest.lake import batch_file, write_deliveries
from dagster_project.ingest.ledger import Ledger
from dagster_project.ingest.result import LOADED, DeliveryResult
from dagster_project.ingest.sql import literal
from dagster_project.privacy.person import Person, belongs_sql
from dagster_project.settings import Settings


def batches_of(settings: Settings, person: Person) -> list[DeliveryResult]:
    """Loaded deliveries whose lake file has a row of the person."""
    with closing(Ledger(settings.ledger)) as ledger, duckdb.connect() as connection:
        known = [result for result, _ in ledger.deliveries() if result.status == LOADED]
        return [result for result in known if _holds(connection, settings, result, person)]


def clean_batch(settings: Settings, result: DeliveryResult, person: Person) -> None:
    """Take the person's rows out of one batch file, and out of the counts of its delivery: never delivered."""
    file, condition = batch_file(settings.lake, result), _condition(result, person)
    with closing(Ledger(settings.ledger)) as ledger, duckdb.connect() as connection:
        loaded = connection.execute(
            f"select count(*) filter (not _is_deleted), count(*) from read_parquet({literal(file)}) where {condition}"
        ).fetchone()
        _rewrite(connection, file, condition)
        fingerprint = next(print_ for known, print_ in ledger.deliveries() if known == result)
        gone = loaded[0]
        counted = replace(
            result,
            rows_in=result.rows_in - gone,
            rows_loaded=result.rows_loaded - gone,
            rows_deleted=result.rows_deleted - (loaded[1] - gone),
        )
        with ledger.transaction():
            ledger.put(counted, fingerprint)
        write_deliveries(settings, [known for known, _ in ledger.deliveries()])


def _holds(connection: duckdb.DuckDBPyConnection, settings: Settings, result: DeliveryResult, person: Person) -> bool:
    file = batch_file(settings.lake, result)
    if not file.exists():
        return False
    sql = f"select count(*) > 0 from read_parquet({literal(file)}) where {_condition(result, person)}"
    return connection.execute(sql).fetchone()[0]


def _condition(result: DeliveryResult, person: Person) -> str:
    return belongs_sql(load_contracts()[result.system].entities[result.entity], person.keys)


def _rewrite(connection: duckdb.DuckDBPyConnection, file: Path, condition: str) -> None:
    partial = file.with_name(f"{file.name}.tmp")
    connection.execute(
        f"copy (select * from read_parquet({literal(file)}, hive_partitioning = false) where not ({condition})) "
        f"to {literal(partial)} (format parquet, compression zstd)"
    )
    partial.replace(file)
