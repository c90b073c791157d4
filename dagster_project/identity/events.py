"""Merges and splits, each with the pair of records that explains it best."""

from datetime import date

import duckdb

from dagster_project.identity.lake import days_before, partition
from dagster_project.settings import Settings


def explain_events(connection: duckdb.DuckDBPyConnection, settings: Settings, as_of: date) -> None:
    """Table `told_events`, as lake/identity/events holds them.

    What joined the records of a merge is in `rejoined`; what had joined those of a split, in the links of the day
    before.
    """
    connection.execute("create or replace temp table held as from rejoined where false")
    if connection.execute("select count(*) from events where kind = 'split'").fetchone()[0]:
        links = partition(settings, "links", days_before(settings, as_of)[-1])
        connection.execute(_HELD.format(links=f"read_parquet('{links}')"))
    connection.execute(f"create or replace temp table told_events as {_TOLD}")


_HELD = """
    insert into held by name
    with moved as (
        select unnest(records) as record from events where kind = 'split'
    )

    select left_record, right_record, link_rule, before.match_weight,
        concat(before.explanation, '; now ', coalesce(reason, review_reason, 'no rule joins them')) as explanation
    from {links} as before
    left join refused on left_record = refused.id_l and right_record = refused.id_r
    left join judged on left_record = judged.id_l and right_record = judged.id_r
    where left_record in (from moved) or right_record in (from moved)"""

# The strongest pair between those who moved and those whom they came to, or left; a decision by hand has no weight.
_TOLD = """
    with ties as (
        select 'merged' as kind, left_record, right_record, link_rule, match_weight, explanation from rejoined
        union all
        select 'split', left_record, right_record, link_rule, match_weight, explanation from held
    ),
    ends as (
        select *, left_record as record, right_record as other from ties
        union all
        select *, right_record, left_record from ties
    ),
    moved as (
        select *, unnest(records) as record from events
    ),
    strongest as (
        select kind, from_customer_id, to_customer_id,
            max_by(ends, (coalesce(match_weight, 1000), link_rule, left_record, right_record)) as tie
        from moved
        inner join ends using (kind, record)
        where not list_contains(records, other)
        group by all
    )

    select kind, from_customer_id, to_customer_id, len(records) as record_count,
        array_to_string(records, ', ') as records, tie.link_rule, tie.match_weight, tie.explanation
    from events left join strongest using (kind, from_customer_id, to_customer_id)"""
