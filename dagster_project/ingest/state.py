"""What the lake holds of an entity at a point of its history, and how a snapshot differs from it."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from ..contracts import Entity
from .batch import BatchSpec
from .errors import DeliveryStopped
from .sql import literal, name, name_list

MASS_DELETION_FLOOR = 100


def load_state(connection: duckdb.DuckDBPyConnection, spec: BatchSpec, files: Sequence[Path], table: str) -> None:
    """`table`: key, _row_hash of the rows alive just before this snapshot, out of the lake files that precede it."""
    columns = ", ".join([*(f"{name(column)}" for column in spec.entity.key), "_row_hash"])
    if not files:
        types = ", ".join(f"cast(null as {spec.entity.columns[k].duckdb_type}) as {name(k)}" for k in spec.entity.key)
        connection.execute(f"create or replace temp table {table} as select {types}, '' as _row_hash where false")
        return
    connection.execute(f"""
        create or replace temp table {table} as
        select {columns} from ({current_rows_sql(spec.entity, [str(file) for file in files])})""")


def current_rows_sql(entity: Entity, files: Sequence[str], *, visible: str = "true") -> str:
    """SELECT of the newest version of every key that is not deleted, over lake files, with business_date."""
    version = f"{name(entity.version_column)} desc nulls last," if entity.version_column else ""
    # The file's name decides where all else is equal, so that the order of arrival does not.
    return f"""
        select * exclude (_position)
        from (
            select *, row_number() over (
                partition by {name_list(entity.key)}
                order by _version_at desc, business_date desc, {version} _source_file desc,
                    _source_line desc nulls first, _row_hash desc
            ) as _position
            from read_parquet(
                [{", ".join(literal(file) for file in files)}],
                union_by_name = true, hive_partitioning = true, hive_types = {{'business_date': DATE}}
            )
            where {visible}
        )
        where _position = 1 and not _is_deleted"""


def compare_with_state(
    connection: duckdb.DuckDBPyConnection, spec: BatchSpec, table: str, malformed_count: int
) -> bool:
    """Tables `unchanged`(_row) and `vanished`(key). Returns whether deletions were withheld. Raises DeliveryStopped."""
    connection.execute(f"""
        create or replace temp table unchanged as
        select _row from checked anti join repeated using (_row)
        where _reason is null and _row_hash in (select _row_hash from {table})""")
    key = spec.entity.key
    same = " and ".join(f"state.{name(column)} is not distinct from checked.{name(column)}" for column in key)
    withheld = malformed_count > 0 or _has_unreadable_key(connection, spec)
    connection.execute(f"""
        create or replace temp table vanished as
        select {name_list(key, of="state")} from {table} as state anti join checked on {same}
        where {not withheld}""")
    alive, gone = connection.execute(
        f"select (select count(*) from {table}), (select count(*) from vanished)"
    ).fetchone()
    if alive >= MASS_DELETION_FLOOR and gone * 2 > alive and not spec.allow_mass_deletion:
        raise DeliveryStopped(
            f"the snapshot {spec.source_file} would delete {gone} of {alive} rows of {spec.entity.address}. If that is "
            "meant, write 'allow_mass_deletion: true' in its mapping; if not, deliver the whole snapshot again"
        )
    return withheld


def _has_unreadable_key(connection: duckdb.DuckDBPyConnection, spec: BatchSpec) -> bool:
    """Such a row, as a malformed line, may stand for any key: no key counts as vanished on such a day."""
    phrases = [f"{column}: {what}" for column in spec.entity.key for what in ("not a", "the mapping")]
    found = " or ".join(f"contains(_reason, {literal(phrase)})" for phrase in phrases)
    return connection.execute(f"select count(*) > 0 from checked where {found}").fetchone()[0]
