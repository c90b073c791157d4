"""Whom contacts, tickets and survey answers belong to, and what ties records together: all that depends on IDs."""

import duckdb

from dagster_project.identity.persons import walk_contacts
from dagster_project.identity.state import replace
from dagster_project.identity.walk import walk_nodes, walk_requesters


def attach_others(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring `joined`, `review`, `conflicting`, `owned_keys` and `walk` to the IDs of the records that were reissued.

    Contacts go with their account. Tickets and survey answers join a customer by a key that is his alone.
    """
    connection.execute(f"create or replace temp table rejudged as {_REJUDGED}")
    connection.execute(f"create or replace temp table rejoined as {_JOINED}")
    replace(
        connection,
        "joined",
        gone="left_record in (from reissued) or right_record in (from reissued)",
        rows="from rejoined",
    )
    replace(
        connection,
        "review",
        gone="left_record in (from reissued) or right_record in (from reissued)",
        rows=_REVIEW,
    )
    replace(connection, "conflicting", gone="unique_id in (from reissued)", rows=_CONFLICTING)
    _require_reasons(connection)
    _own_keys(connection)
    walk_nodes(connection)
    walk_contacts(connection)
    walk_requesters(connection)


_REJUDGED = """
    select judged.*, l.customer_id as customer_l, r.customer_id as customer_r
    from (from judged where id_l in (from reissued) or id_r in (from reissued)) as judged
    inner join assigned as l on judged.id_l = l.unique_id
    inner join assigned as r on judged.id_r = r.unique_id"""

_JOINED = """
    select id_l as left_record, id_r as right_record, rule as link_rule, match_weight, explanation,
        customer_l as customer_id
    from rejudged
    where rule is not null and customer_l = customer_r"""

# A pair that a person and a rule would both join, and a guard does not, is asked about once, in the person's words.
_REVIEW = """
    select id_l as left_record, id_r as right_record, coalesce(refused.reason, review_reason) as reason,
        match_weight, explanation
    from rejudged
    left join refused using (id_l, id_r)
    where customer_l <> customer_r
        and not exists (
            select 1 from links
            where links.kind = 'cannot_link' and least(links.left_record, links.right_record) = id_l
                and greatest(links.left_record, links.right_record) = id_r
        )
    qualify row_number() over (
        partition by id_l, id_r order by rule is distinct from 'must_link', match_weight, explanation
    ) = 1"""

_CONFLICTING = """
    select unique_id, customer_id
    from assigned inner join nodes using (unique_id)
    where unique_id in (from reissued)
    qualify min(tax_id) over (partition by customer_id) <> max(tax_id) over (partition by customer_id)"""


def _require_reasons(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise RuntimeError if a pair stands for review and nobody could say why: a rule forgot to."""
    unexplained = connection.execute(
        "select left_record, right_record, explanation from review where reason is null order by all"
    ).fetchall()
    if unexplained:
        left, right, explanation = unexplained[0]
        raise RuntimeError(
            f"identity: {len(unexplained)} pairs are for review without a reason, such as {left} and {right}"
            f" ({explanation}): neither did rules.py object to them nor clusters.py refuse them. Nothing was published;"
            " report it with these records, and keep them apart in dbt/seeds/identity_links.csv until it is mended"
        )


def _own_keys(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("""
        create or replace temp table reowned_keys as
        from touched_keys
        union
        select key_kind, key_value from keys where node_id in (from reissued)""")
    connection.execute("""
        delete from owned_keys using reowned_keys as touched
        where owned_keys.key_kind = touched.key_kind and owned_keys.key_value = touched.key_value""")
    connection.execute("""
        insert into owned_keys by name
        select key_kind, key_value, min(customer_id) as customer_id, min(issued_on) as issued_on
        from keys semi join reowned_keys using (key_kind, key_value)
        inner join assigned on keys.node_id = assigned.unique_id
        where is_trusted group by key_kind, key_value having min(customer_id) = max(customer_id)""")
