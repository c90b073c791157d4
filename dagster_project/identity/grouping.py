"""Judged pairs -> clusters, in every region where something has changed."""

import duckdb
import numpy as np
import pyarrow as pa

from dagster_project.identity.clusters import Clusters, Edges, cluster
from dagster_project.identity.components import Facts, components
from dagster_project.identity.rules import RULES
from dagster_project.identity.state import replace


def group_nodes(connection: duckdb.DuckDBPyConnection, *, cluster_record_limit: int) -> None:
    """Bring `clustered` and `refused` to what was judged.

    Table `aged`: the nodes of all regions that hold, or held, a stale node or one that a person decided on, numbered by
    age. Table `regrouped` (unique_id): the same, and nodes that are gone. No decision outside depends on them.
    """
    connection.execute(f"create or replace temp table aged as {_AGED}")
    connection.execute("""
        create or replace temp table regrouped as select unique_id from aged union from stale_nodes""")
    nodes = connection.execute("""
        select unique_id, record_system,
            coalesce(dense_rank() over (order by tax_id nulls last) * (tax_id is not null)::int, 0) - 1 as tax_id,
            case known_kind when 'business' then 1 when 'consumer' then 0 else -1 end as kind
        from aged order by number""").fetchnumpy()
    rule_number = " ".join(f"when '{rule}' then {number}" for number, rule in enumerate(RULES))
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
    objected = connection.execute("""
        select l.number, r.number from judged
        inner join aged as l on judged.id_l = l.unique_id
        inner join aged as r on judged.id_r = r.unique_id
        where rule is null and review_reason <> 'likely, not certain'""").fetchall()
    facts = Facts(
        nodes["tax_id"],
        nodes["kind"],
        apart=set(apart),
        objected=set(objected),
        size_limit=cluster_record_limit,
    )
    pairs = Edges(edges["left_number"], edges["right_number"], edges["rule"], edges["weight"])
    size = len(nodes["unique_id"])
    found = cluster(size, pairs, facts, nodes["record_system"])
    _keep(connection, found, components(size, pairs.left, pairs.right))


# A region that a stale node has left, and one that it has come to: of every new pair, one node is stale.
_AGED = """
    with touched as (
        from stale_nodes union from linked_records
    ),
    regions as (
        select region from clustered semi join touched using (unique_id)
        union
        select region from clustered
        where unique_id in (select unnest([id_l, id_r]) from newly_judged where rule is not null)
    ),
    concerned as (
        select unique_id from clustered semi join regions using (region)
        union
        from touched
    )

    select unique_id, record_system, tax_id, known_kind,
        row_number() over (order by first_seen_on, source_priority, unique_id) - 1 as number
    from nodes semi join concerned using (unique_id)"""


def _keep(connection: duckdb.DuckDBPyConnection, found: Clusters, region: np.ndarray) -> None:
    labels = {
        "number": pa.array(np.arange(len(found.label))),
        "cluster_number": pa.array(found.label),
        "region_number": pa.array(region),
    }
    connection.register("labels", pa.table(labels))
    replace(
        connection,
        "clustered",
        gone="unique_id in (from regrouped)",
        rows="""
        select aged.unique_id, regions.unique_id as region, clusters.unique_id as cluster
        from labels
        inner join aged using (number)
        inner join aged as regions on region_number = regions.number
        inner join aged as clusters on cluster_number = clusters.number""",
    )
    lefts, rights, reasons = zip(*found.refused, strict=True) if found.refused else ((), (), ())
    numbers = {"l": pa.array(lefts, pa.int64()), "r": pa.array(rights, pa.int64())}
    connection.register("kept_apart", pa.table(numbers | {"reason": pa.array(reasons, pa.string())}))
    replace(
        connection,
        "refused",
        gone="id_l in (from regrouped) or id_r in (from regrouped)",
        rows="""
        select least(one.unique_id, two.unique_id) as id_l, greatest(one.unique_id, two.unique_id) as id_r, reason
        from kept_apart
        inner join aged as one on kept_apart.l = one.number
        inner join aged as two on kept_apart.r = two.number""",
    )
