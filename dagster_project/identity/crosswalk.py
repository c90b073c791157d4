"""Clusters -> the day's files: cross-walk, keys, events, links, review queue."""

from datetime import date

import duckdb
import pyarrow as pa

from dagster_project.identity.lake import days_before, partition, write_day
from dagster_project.identity.stable_ids import Assignment, Issued, assign_ids
from dagster_project.settings import Settings


def write_crosswalk(connection: duckdb.DuckDBPyConnection, settings: Settings, as_of: date) -> None:
    """Give every cluster its ID, and write the day's files. The cross-walk comes last: it says the day is done."""
    clusters = _clusters(connection)
    assignment = assign_ids(
        clusters, _before(connection, settings, as_of), today=as_of, retired=_retired(connection, settings, as_of)
    )
    _keep_assignment(connection, clusters, assignment)
    _attach_others(connection)
    write_day(connection, settings, "keys", as_of, "select key_kind, key_value, customer_id from owned_keys")
    write_day(connection, settings, "links", as_of, _LINKS)
    write_day(connection, settings, "review", as_of, _REVIEW)
    write_day(connection, settings, "events", as_of, _EVENTS)
    write_day(connection, settings, "crosswalk", as_of, _CROSSWALK)


def _clusters(connection: duckdb.DuckDBPyConnection) -> list[list[str]]:
    rows = connection.execute(
        "select list(unique_id order by number) from grouped group by cluster order by cluster"
    ).fetchall()
    return [records for (records,) in rows]


def _before(connection: duckdb.DuckDBPyConnection, settings: Settings, as_of: date) -> dict[str, Issued]:
    """ID of every node in the latest cross-walk before the day."""
    days = days_before(settings, as_of)
    if not days:
        return {}
    rows = connection.execute(
        f"""
        select {_NODE_NAME}, customer_id, issued_on from read_parquet(?)
        where record_entity in ('accounts', 'customers', 'users')""",
        [str(partition(settings, "crosswalk", days[-1]))],
    ).fetchall()
    return {record: Issued(customer_id, issued_on) for record, customer_id, issued_on in rows}


def _retired(connection: duckdb.DuckDBPyConnection, settings: Settings, as_of: date) -> frozenset[str]:
    """IDs that were merged away: never given to somebody else."""
    files = [str(partition(settings, "events", day)) for day in days_before(settings, as_of)]
    files = [file for file in files if partition(settings, "events", date(1970, 1, 1)).parent.parent.exists()]
    if not files:
        return frozenset()
    rows = connection.execute(
        "select distinct from_customer_id from read_parquet(?) where kind = 'merged'", [files]
    ).fetchall()
    return frozenset(customer_id for (customer_id,) in rows)


def _keep_assignment(connection: duckdb.DuckDBPyConnection, clusters: list[list[str]], assignment: Assignment) -> None:
    """Tables `assigned` (unique_id, customer_id, issued_on) and `events`."""
    rows = [
        (record, issued.customer_id, issued.issued_on)
        for records, issued in zip(clusters, assignment.issued, strict=True)
        for record in records
    ]
    record_ids, customer_ids, dates = zip(*rows, strict=True) if rows else ((), (), ())
    assigned = pa.table(
        {
            "unique_id": pa.array(record_ids, pa.string()),
            "customer_id": pa.array(customer_ids, pa.string()),
            "issued_on": pa.array(dates, pa.date32()),
        }
    )
    happened = pa.table(
        {
            "kind": pa.array([event.kind for event in assignment.events], pa.string()),
            "from_customer_id": pa.array([event.from_id for event in assignment.events], pa.string()),
            "to_customer_id": pa.array([event.to_id for event in assignment.events], pa.string()),
            "records": pa.array([list(event.records) for event in assignment.events], pa.list_(pa.string())),
        }
    )
    connection.register("assigned_rows", assigned)
    connection.register("event_rows", happened)
    connection.execute("create or replace table assigned as from assigned_rows")
    connection.execute("create or replace table events as from event_rows")


def _attach_others(connection: duckdb.DuckDBPyConnection) -> None:
    """Contacts go with their account. Tickets and survey answers join a customer by a key that is his alone."""
    connection.execute("""
        create or replace table owned_keys as
        with carried as (
            select key_kind, key_value, node_id from keys where is_trusted
            union all
            select 'erp_customer_id', erp_number, node_id from read where erp_number is not null
        )

        select key_kind, key_value, min(customer_id) as customer_id, min(issued_on) as issued_on
        from carried inner join assigned on carried.node_id = assigned.unique_id
        group by key_kind, key_value having min(customer_id) = max(customer_id)""")
    connection.execute("""
        create or replace table persons as
        select contact_id,
            min(contact_id) over (partition by customer_id, coalesce(phones.value, contact_id)) as by_phone,
            min(contact_id) over (partition by customer_id, coalesce(emails.value, contact_id)) as by_email
        from contacts
        inner join assigned on 'crm-' || contacts.account_id = assigned.unique_id
        left join texts_phone as phones on contacts.phone = phones.text
        left join texts_email as emails on contacts.email = emails.text""")


_NODE_NAME = "case record_system when 'ecommerce' then 'shop' else record_system end || '-' || record_id"

# The strongest pair that ties a record to its customer.
_OWN_LINK = """
    select record, max_by(link_rule, strength) as link_rule, max(match_weight) as match_weight
    from (
        select id_l as record, rule as link_rule, match_weight, coalesce(match_weight, 1000) as strength
        from joined
        union all
        select id_r, rule, match_weight, coalesce(match_weight, 1000) from joined
    )
    group by record"""

_JOINED = """
    select judged.*, l.customer_id
    from judged
    inner join assigned as l on judged.id_l = l.unique_id
    inner join assigned as r on judged.id_r = r.unique_id
    where judged.rule is not null and l.customer_id = r.customer_id"""

_CROSSWALK = f"""
    with joined as ({_JOINED}), own as ({_OWN_LINK})

    select records.record_system, records.record_entity, records.record_id, customer_id, issued_on, null as person_id,
        coalesce(own.link_rule, 'alone') as link_rule, own.match_weight
    from records
    inner join assigned on records.node_id = assigned.unique_id
    left join own on records.node_id = own.record
    union all
    select 'crm', 'contacts', contacts.contact_id, customer_id, issued_on,
        'person-' || least(persons.by_phone, persons.by_email), 'account', null
    from contacts
    inner join assigned on 'crm-' || contacts.account_id = assigned.unique_id
    inner join persons using (contact_id)
    union all
    select record_system, record_entity, record_id,
        coalesce(by_ref.customer_id, by_email.customer_id, by_phone.customer_id),
        coalesce(by_ref.issued_on, by_email.issued_on, by_phone.issued_on), null,
        case
            when by_ref.customer_id is not null then 'reference'
            when by_email.customer_id is not null and by_email.customer_id = by_phone.customer_id then 'phone_and_email'
            when by_email.customer_id is not null then 'email'
            else 'phone'
        end, null
    from requesters
    left join texts_email as emails on requesters.email = emails.text
    left join texts_phone as phones on requesters.phone = phones.text
    left join owned_keys as by_email on by_email.key_kind = 'email' and emails.value = by_email.key_value
    left join owned_keys as by_phone on by_phone.key_kind = 'phone' and phones.value = by_phone.key_value
    left join (
        select record_id as reference, min(customer_id) as customer_id, min(issued_on) as issued_on
        from records inner join assigned on records.node_id = assigned.unique_id
        group by record_id having count(distinct customer_id) = 1
    ) as by_ref on requesters.customer_ref = by_ref.reference
    where coalesce(by_ref.customer_id, by_email.customer_id, by_phone.customer_id) is not null
        -- Two keys of two customers say that somebody asks for somebody else.
        and (by_ref.customer_id is not null or by_email.customer_id is null or by_phone.customer_id is null
            or by_email.customer_id = by_phone.customer_id)"""

_LINKS = f"""
    select id_l as left_record, id_r as right_record, rule as link_rule, match_weight, explanation from ({_JOINED})"""

_REVIEW = """
    select judged.id_l as left_record, judged.id_r as right_record, coalesce(refused.reason, review_reason) as reason,
        match_weight, explanation
    from judged
    inner join assigned as l on judged.id_l = l.unique_id
    inner join assigned as r on judged.id_r = r.unique_id
    left join refused on judged.id_l = least(refused.id_l, refused.id_r)
        and judged.id_r = greatest(refused.id_l, refused.id_r)
    where l.customer_id <> r.customer_id
        and not exists (
            select 1 from links
            where links.kind = 'cannot_link' and least(left_record, right_record) = judged.id_l
                and greatest(left_record, right_record) = judged.id_r
        )"""

_EVENTS = f"""
    with joined as ({_JOINED})

    select events.kind, from_customer_id, to_customer_id, len(events.records) as record_count,
        array_to_string(events.records, ', ') as records, max_by(rule, match_weight) as link_rule,
        max(match_weight) as match_weight, max_by(explanation, match_weight) as explanation
    from events
    left join joined on to_customer_id = joined.customer_id and events.kind = 'merged'
        and (list_contains(events.records, id_l) <> list_contains(events.records, id_r))
    group by all"""
