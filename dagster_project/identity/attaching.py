"""Whom contacts, tickets and survey answers belong to, and what ties records together: all that depends on IDs."""

import duckdb

from dagster_project.identity.state import replace


def attach_others(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring `joined`, `review`, `owned_keys` and `walk` to the IDs of the records that were reissued.

    Contacts go with their account. Tickets and survey answers join a customer by a key that is his alone.
    """
    replace(
        connection,
        "joined",
        gone="left_record in (from reissued) or right_record in (from reissued)",
        rows=_JOINED,
    )
    replace(
        connection,
        "review",
        gone="left_record in (from reissued) or right_record in (from reissued)",
        rows=_REVIEW,
    )
    _own_keys(connection)
    _walk_nodes(connection)
    _walk_contacts(connection)
    _walk_requesters(connection)


_OF_REISSUED = """
    select judged.*, l.customer_id as customer_l, r.customer_id as customer_r
    from (from judged where id_l in (from reissued) or id_r in (from reissued)) as judged
    inner join assigned as l on judged.id_l = l.unique_id
    inner join assigned as r on judged.id_r = r.unique_id"""

_JOINED = f"""
    select id_l as left_record, id_r as right_record, rule as link_rule, match_weight, explanation,
        customer_l as customer_id
    from ({_OF_REISSUED})
    where rule is not null and customer_l = customer_r"""

_REVIEW = f"""
    select judged.id_l as left_record, judged.id_r as right_record, coalesce(refused.reason, review_reason) as reason,
        match_weight, explanation
    from ({_OF_REISSUED}) as judged
    left join refused using (id_l, id_r)
    where customer_l <> customer_r
        and not exists (
            select 1 from links
            where links.kind = 'cannot_link' and least(left_record, right_record) = judged.id_l
                and greatest(left_record, right_record) = judged.id_r
        )"""


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


def _walk_nodes(connection: duckdb.DuckDBPyConnection) -> None:
    """A record's rule is the strongest that ties it to its customer."""
    replace(
        connection,
        "walk",
        gone=f"record_entity in ('accounts', 'customers', 'users') and {NODE_NAME} in (from reissued)",
        rows="""
        with ends as (
            select left_record as record, link_rule, match_weight from joined where left_record in (from reissued)
            union all
            select right_record, link_rule, match_weight from joined where right_record in (from reissued)
        ),
        own as (
            select record, max_by(link_rule, (coalesce(match_weight, 1000), link_rule)) as link_rule,
                max(match_weight) as match_weight
            from ends group by record
        )

        select record_system, record_entity, record_id, customer_id, issued_on,
            coalesce(own.link_rule, 'alone') as link_rule, own.match_weight
        from records
        inner join (from assigned semi join reissued using (unique_id)) as assigned
            on records.node_id = assigned.unique_id
        left join own on records.node_id = own.record""",
    )


def _walk_contacts(connection: duckdb.DuckDBPyConnection) -> None:
    """Contacts of one customer who share a phone or an e-mail are one person."""
    connection.execute("""
        create or replace temp table reached_customers as
        select customer_id from assigned semi join reissued using (unique_id)
        union
        select customer_id from assigned
        where unique_id in (select 'crm-' || account_id from changed_contacts)""")
    connection.execute("""
        create or replace temp table persons as
        select contact_id, customer_id, issued_on,
            min(contact_id) over (partition by customer_id, coalesce(phones.value, contact_id)) as by_phone,
            min(contact_id) over (partition by customer_id, coalesce(emails.value, contact_id)) as by_email
        from (from assigned semi join reached_customers using (customer_id)) as assigned
        inner join contacts on 'crm-' || contacts.account_id = assigned.unique_id
        left join texts_phone as phones on contacts.phone = phones.text
        left join texts_email as emails on contacts.email = emails.text""")
    replace(
        connection,
        "walk",
        gone="""
        record_entity = 'contacts' and (
            record_id in (select contact_id from persons) or record_id in (select contact_id from changed_contacts)
            or record_id in (select contact_id from contacts where 'crm-' || account_id in (from reissued))
        )""",
        rows="""
        select 'crm' as record_system, 'contacts' as record_entity, contact_id as record_id, customer_id, issued_on,
            'person-' || least(by_phone, by_email) as person_id, 'account' as link_rule
        from persons""",
    )


def _walk_requesters(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("""
        create or replace temp table reached_requesters as
        select requesters.*, emails.value as email_key, phones.value as phone_key
        from requesters
        left join texts_email as emails on requesters.email = emails.text
        left join texts_phone as phones on requesters.phone = phones.text
        where (record_entity, record_id) in (select (record_entity, record_id) from changed_requesters)
            or emails.value in (select key_value from reowned_keys)
            or phones.value in (select key_value from reowned_keys)
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


NODE_NAME = "case record_system when 'ecommerce' then 'shop' else record_system end || '-' || record_id"

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
