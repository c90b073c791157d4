"""Files of the lake: where they lie, the empty ones that keep every glob alive, the list of deliveries."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from ..contracts import System, load_contracts
from ..settings import Settings
from .business_day import end_of_day
from .result import DeliveryResult
from .sql import literal, name
from .state import current_rows_sql

EMPTY_DAY = date(1970, 1, 1)
ARROW_TYPES = {str: pa.string(), int: pa.int64(), date: pa.date32()}


def partition(root: Path, system: str, entity: str, day: date) -> Path:
    """Folder of one entity and business date below the lake or the quarantine."""
    return root / system / entity / f"business_date={day}"


def batch_file(root: Path, result: DeliveryResult) -> Path:
    """The file of one batch below the lake or the quarantine."""
    return partition(root, result.system, result.entity, result.business_date) / f"{result.batch_id}.parquet"


def write_empty_files(settings: Settings, contracts: dict[str, System]) -> None:
    """A file of no rows and the contract's columns for every entity, rewritten where the contract has changed."""
    with duckdb.connect() as connection:
        for system in contracts.values():
            for entity in system.entities.values():
                file = partition(settings.lake, system.name, entity.name, EMPTY_DAY) / "empty.parquet"
                if not file.exists() or _described(connection, file) != entity.lake_types:
                    _write_empty(connection, file, entity.lake_types)


def _write_empty(connection: duckdb.DuckDBPyConnection, file: Path, types: dict[str, str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    columns = ", ".join(f"cast(null as {kind}) as {name(column)}" for column, kind in types.items())
    written = file.with_name("empty.parquet.tmp")
    connection.execute(f"copy (select {columns} where false) to {literal(written)} (format parquet)")
    written.replace(file)


def _described(connection: duckdb.DuckDBPyConnection, file: Path) -> dict[str, str]:
    found = connection.execute("describe select * from read_parquet(?, hive_partitioning = false)", [str(file)])
    return {row[0]: row[1] for row in found.fetchall()}


def write_deliveries(settings: Settings, results: Iterable[DeliveryResult]) -> None:
    """lake/meta/deliveries.parquet: one row per active delivery and entity; unknown columns joined by ', '."""
    results = list(results)
    columns = {}
    for field in fields(DeliveryResult):
        values = [getattr(result, field.name) for result in results]
        if field.name == "unknown_columns":
            values = [", ".join(names) for names in values]
        kind = ARROW_TYPES.get(field.type, pa.string())
        columns[field.name] = pa.array(values, pa.timestamp("us") if field.name == "loaded_at" else kind)
    file = settings.lake / "meta" / "deliveries.parquet"
    file.parent.mkdir(parents=True, exist_ok=True)
    written = file.with_name(file.name + ".tmp")
    pq.write_table(pa.table(columns), written)
    written.replace(file)


def entity_rows_sql(settings: Settings, system: str, entity: str, until: date, *, where: str = "true") -> str:
    """SELECT of an entity's rows as of the end of `until`: newest version per key, deleted and future rows left out.

    `where` narrows the keys that are looked at.
    """
    contract = load_contracts()[system].entities[entity]
    visible = f"business_date <= date '{until}' and {where}"
    event = contract.event_time_column
    if event:
        cut_off = f"timestamp '{end_of_day(until, settings.business_timezone)}'"
        if contract.columns[event].type == "date":
            cut_off = f"date '{until}' + 1"
        visible += f" and ({name(event)} is null or {name(event)} < {cut_off})"
    files = settings.lake / system / entity / "*" / "*.parquet"
    return current_rows_sql(contract, [str(files)], visible=visible)
