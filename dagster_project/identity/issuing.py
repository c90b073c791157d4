"""Clusters -> customer IDs, in every region where something has changed."""

from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from dagster_project.identity.lake import days_before, partition
from dagster_project.identity.stable_ids import Assignment, Issued, assign_ids
from dagster_project.identity.state import Known, replace
from dagster_project.settings import Settings

NODE_NAME = "case record_system when 'ecommerce' then 'shop' else record_system end || '-' || record_id"


def issue_ids(connection: duckdb.DuckDBPyConnection, settings: Settings, as_of: date, known: Known) -> None:
    """Bring `assigned` to the IDs of `as_of`, on top of the latest cross-walk before it; table `events`.

    IDs of the state are those of that cross-walk if it is the state's; otherwise every ID is issued anew from it.
    Table `reissued` (unique_id): records whose ID was looked at.
    """
    days = days_before(settings, as_of)
    latest = days[-1] if days else None
    of_all = known.as_of is None or known.as_of != latest
    where = "true" if of_all else "unique_id in (from regrouped)"
    connection.execute(f"""
        create or replace temp table reissued as
        select unique_id from clustered where {where}
        union select unique_id from assigned where {where}""")
    clusters = _clusters(connection)
    _load_before(connection, partition(settings, "crosswalk", latest) if latest else None, of_state=not of_all)
    before = {
        record: Issued(customer_id, issued_on)
        for record, customer_id, issued_on in connection.execute("select * from before").fetchall()
    }
    assignment = assign_ids(clusters, before, today=as_of, taken=_taken(connection))
    _keep(connection, clusters, assignment)


def _clusters(connection: duckdb.DuckDBPyConnection) -> list[list[str]]:
    """Clusters by age, each with its records by age."""
    found = connection.execute("""
        select unique_id, cluster
        from (
            select unique_id, cluster, row_number() over (order by first_seen_on, source_priority, unique_id) as number
            from clustered semi join reissued using (unique_id) inner join nodes using (unique_id)
        )
        order by min(number) over (partition by cluster), number""").fetchnumpy()
    records, clusters = found["unique_id"].tolist(), found["cluster"]
    if not records:
        return []
    starts = np.flatnonzero(np.append(True, clusters[1:] != clusters[:-1])).tolist()
    return [records[start:end] for start, end in zip(starts, [*starts[1:], len(records)], strict=True)]


def _load_before(connection: duckdb.DuckDBPyConnection, crosswalk: Path | None, *, of_state: bool) -> None:
    """View `walked` (record, customer_id, issued_on) of everybody in the cross-walk, or in the state if it is its.

    Table `before`: the same of the records that are reissued.
    """
    walked = "select unique_id as record, customer_id, issued_on from assigned"
    if not of_state:
        walked = f"""
            select {NODE_NAME} as record, customer_id, issued_on
            from {f"read_parquet('{crosswalk}')" if crosswalk else "walk"}
            where {"true" if crosswalk else "false"} and record_entity in ('accounts', 'customers', 'users')"""
    connection.execute(f"create or replace temp view walked as {walked}")
    connection.execute("create or replace temp table before as from walked where record in (from reissued)")


def _taken(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """IDs that somebody has and that begin like a reissued record. A retired one its founding record gets back."""
    rows = connection.execute("""
        select distinct customer_id from walked
        where customer_id in (from reissued)
            or contains(customer_id, '~') and split_part(customer_id, '~', 1) in (from reissued)""").fetchall()
    return frozenset(customer_id for (customer_id,) in rows)


def _keep(connection: duckdb.DuckDBPyConnection, clusters: list[list[str]], assignment: Assignment) -> None:
    sizes = [len(records) for records in clusters]
    assigned = {
        "unique_id": pa.array([record for records in clusters for record in records], pa.string()),
        "customer_id": _repeated([issued.customer_id for issued in assignment.issued], sizes, pa.string()),
        "issued_on": _repeated([issued.issued_on for issued in assignment.issued], sizes, pa.date32()),
    }
    happened = {
        "kind": pa.array([event.kind for event in assignment.events], pa.string()),
        "from_customer_id": pa.array([event.from_id for event in assignment.events], pa.string()),
        "to_customer_id": pa.array([event.to_id for event in assignment.events], pa.string()),
        "records": pa.array([list(event.records) for event in assignment.events], pa.list_(pa.string())),
    }
    connection.register("assigned_rows", pa.table(assigned))
    connection.register("event_rows", pa.table(happened))
    replace(connection, "assigned", gone="unique_id in (from reissued)", rows="select * from assigned_rows")
    connection.execute("create or replace temp table events as from event_rows")


def _repeated(values: list, sizes: list[int], kind: pa.DataType) -> pa.Array:
    positions = np.repeat(np.arange(len(sizes)), sizes)
    return pa.array(values, kind).take(pa.array(positions))
