"""The cross-walk: rows of records, tickets and survey answers whose customer was looked at again."""

import duckdb

from dagster_project.identity.state import replace


def walk_nodes(connection: duckdb.DuckDBPyConnection) -> None:
    """A record's rule is the strongest that ties it to its customer."""
    replace(
        connection,
        "walk",
        gone="node_id in (from reissued)",
        rows="""
        with ends as (
            select left_record as record, link_rule, match_weight from rejoined
            union all
            select right_record, link_rule, match_weight from rejoined
        ),
        own as (
            select record, max_by(link_rule, (coalesce(match_weight, 1000), link_rule)) as link_rule,
                max(match_weight) as match_weight
            from ends group by record
        )

        select record_system, record_entity, record_id, customer_id, issued_on,
            coalesce(own.link_rule, 'alone') as link_rule, own.match_weight, node_id
        from records
        inner join (from assigned semi join reissued using (unique_id)) as assigned
            on records.node_id = assigned.unique_id
        left join own on records.node_id = own.record""",
    )


def walk_requesters(connection: duckdb.DuckDBPyConnection) -> None:
    """Tickets and survey answers join a customer by a reference, or by a key that is his alone."""
    connection.execute("""
        create or replace temp table reached_requesters as
        from requesters
        where (record_entity, record_id) in (select (record_entity, record_id) from changed_requesters)
            or email_key in (select key_value from reowned_keys)
            or phone_key in (select key_value from reowned_keys)
            or customer_ref in (select regexp_replace(unique_id, '^[a-z]+-', '') from reissued)""")
    replace(
        connection,
        "walk",
        gone="""
        record_system = 'tickets' and (record_entity, record_id) in (
            select (record_entity, record_id) from reached_requesters
            union all select (record_entity, record_id) from changed_requesters
        )""",
        rows=_REQUESTERS,
    )


# Two keys of two customers say that somebody asks for somebody else.
_REQUESTERS = """
    with referred as (
        select record_id as reference, min(customer_id) as customer_id, min(issued_on) as issued_on
        from records
        inner join assigned on records.node_id = assigned.unique_id
        where record_id in (select customer_ref from reached_requesters)
        group by record_id having count(distinct customer_id) = 1
    )

    select record_system, record_entity, record_id,
        coalesce(by_ref.customer_id, by_email.customer_id, by_phone.customer_id) as customer_id,
        coalesce(by_ref.issued_on, by_email.issued_on, by_phone.issued_on) as issued_on,
        case
            when by_ref.customer_id is not null then 'reference'
            when by_email.customer_id is not null and by_email.customer_id = by_phone.customer_id then 'phone_and_email'
            when by_email.customer_id is not null then 'email'
            else 'phone'
        end as link_rule
    from reached_requesters as requesters
    left join owned_keys as by_email on by_email.key_kind = 'email' and email_key = by_email.key_value
    left join owned_keys as by_phone on by_phone.key_kind = 'phone' and phone_key = by_phone.key_value
    left join referred as by_ref on customer_ref = by_ref.reference
    where coalesce(by_ref.customer_id, by_email.customer_id, by_phone.customer_id) is not null
        and (
            by_ref.customer_id is not null or by_email.customer_id is null or by_phone.customer_id is null
            or by_email.customer_id = by_phone.customer_id
        )"""
