"""Judged pairs -> tables `grouped` (one row a node with its cluster) and `refused` (pairs that a guard kept apart)."""

import duckdb
import numpy as np
import pyarrow as pa

from dagster_project.identity.clusters import Clusters, Edges, cluster
from dagster_project.identity.components import Facts
from dagster_project.identity.rules import RULES


def group_nodes(connection: duckdb.DuckDBPyConnection, *, cluster_record_limit: int) -> None:
    """Number nodes by age, cluster them, and keep the result as tables."""
    connection.execute("""
        create or replace table aged as
        select unique_id, record_system, tax_id, known_kind,
            row_number() over (order by first_seen_on, source_priority, unique_id) - 1 as number
        from nodes""")
    rule_number = " ".join(f"when '{rule}' then {number}" for number, rule in enumerate(RULES))
    nodes = connection.execute("""
        select unique_id, record_system,
            coalesce(dense_rank() over (order by tax_id nulls last) * (tax_id is not null)::int, 0) - 1 as tax_id,
            case known_kind when 'business' then 1 when 'consumer' then 0 else -1 end as kind
        from aged order by number""").fetchnumpy()
    edges = connection.execute(f"""
        select l.number as left_number, r.number as right_number, case rule {rule_number} end as rule,
            coalesce(match_weight, 0) as weight
        from judged
        inner join aged as l on judged.id_l = l.unique_id
        inner join aged as r on judged.id_r = r.unique_id
        where rule is not null""").fetchnumpy()
    apart = connection.execute("""
        select l.number, r.number from links
        inner join aged as l on links.left_record = l.unique_id
        inner join aged as r on links.right_record = r.unique_id
        where links.kind = 'cannot_link'""").fetchall()
    names = nodes["unique_id"]
    facts = Facts(nodes["tax_id"], nodes["kind"], apart=set(apart), size_limit=cluster_record_limit)
    found = cluster(
        len(names),
        Edges(edges["left_number"], edges["right_number"], edges["rule"], edges["weight"]),
        facts,
        nodes["record_system"],
    )
    _keep(connection, found)


def _keep(connection: duckdb.DuckDBPyConnection, found: Clusters) -> None:
    lefts, rights, reasons = zip(*found.refused, strict=True) if found.refused else ((), (), ())
    labels = pa.table({"number": pa.array(np.arange(len(found.label))), "cluster": pa.array(found.label)})
    numbers = {"l": pa.array(lefts, pa.int64()), "r": pa.array(rights, pa.int64())}
    connection.register("labels", labels)
    connection.register("kept_apart", pa.table(numbers | {"reason": pa.array(reasons, pa.string())}))
    connection.execute("""
        create or replace table grouped as
        select unique_id, number, cluster from labels inner join aged using (number)""")
    connection.execute("""
        create or replace table refused as
        select one.unique_id as id_l, two.unique_id as id_r, reason
        from kept_apart
        inner join aged as one on kept_apart.l = one.number
        inner join aged as two on kept_apart.r = two.number""")
