"""Checked rows -> one lake file and one quarantine file."""

from datetime import timedelta
from pathlib import Path

import duckdb

from .batch import BatchSpec
from .sql import literal, name, name_list

MOMENT = timedelta(microseconds=1)


def write_batch(connection: duckdb.DuckDBPyConnection, spec: BatchSpec, lake_file: Path) -> None:
    """Writes the rows that enter the lake, tombstones included."""
    entity = spec.entity
    version = f"timestamp '{spec.version_at}'"
    # A snapshot has the last word on its day, so a row of unknown version is a moment older than it.
    delta_version = version if spec.mode == "snapshot" else f"timestamp '{spec.version_at - MOMENT}'"
    if spec.mode == "delta" and entity.version_column:
        delta_version = f"coalesce(cast({name(entity.version_column)} as timestamp), {delta_version})"
    new = "anti join unchanged using (_row)" if spec.mode == "snapshot" else ""
    rows = f"""
        select {name_list(entity.columns)}, {_lineage(spec, "_line")}, _row_hash,
            {delta_version} as _version_at, false as _is_deleted
        from checked anti join repeated using (_row) {new}
        where _reason is null"""
    if spec.mode == "snapshot":
        values = ", ".join(
            f"{'' if column in entity.key else f'cast(null as {entity.columns[column].duckdb_type}) as '}{name(column)}"
            for column in entity.columns
        )
        rows += f"""
        union all
        select {values}, {_lineage(spec, "null")}, null as _row_hash, {version} as _version_at, true as _is_deleted
        from vanished"""
    connection.execute(f"copy ({rows}) to {literal(lake_file)} (format parquet, compression zstd)")


def _lineage(spec: BatchSpec, line: str) -> str:
    return f"""
        {literal(spec.batch_id)} as _batch_id, {literal(spec.source_file)} as _source_file,
        cast({line} as bigint) as _source_line, timestamp '{spec.loaded_at}' as _loaded_at"""


def write_quarantine(
    connection: duckdb.DuckDBPyConnection, spec: BatchSpec, relation: str, quarantine_file: Path
) -> None:
    """Writes the rejected rows: reason, source_file, source_line, raw (JSON text of the delivered row)."""
    join = "delivered._row = checked._row" if relation == "queried" else "delivered._line = checked._row"
    connection.execute(f"""
        copy (
            select _reason as reason, {literal(spec.source_file)} as source_file, source_line, raw
            from (
                select checked._reason, checked._line as source_line,
                    cast(to_json(delivered) as varchar) as raw
                from {relation} as delivered
                join checked on {join}
                where checked._reason is not null
                union all
                select _problem, _line, cast(to_json({{'_text': _text}}) as varchar)
                from delivery_raw where _problem is not null
            )
            order by source_line
        ) to {literal(quarantine_file)} (format parquet, compression zstd)""")
