"""The cross-walk's rows of contacts: whose they are, and which of them are one person."""

import duckdb
import numpy as np
import pyarrow as pa

from dagster_project.identity.components import components
from dagster_project.identity.state import replace


def walk_contacts(connection: duckdb.DuckDBPyConnection) -> None:
    """Contacts of one customer who share a name and a phone or an e-mail are one person.

    A key alone does not make one person of two names: colleagues share the switchboard of their company. A contact
    without a name has the only name that others with its phone, or else its e-mail, have. Without a key, the full name
    and the title are enough where every account of a small customer has them once, and no phone or e-mail differs:
    whoever made an account twice typed its people twice.
    """
    connection.execute("""
        create or replace temp table reached_customers as
        select customer_id from assigned semi join reissued using (unique_id)
        union
        select customer_id from assigned
        where unique_id in (select node_id from changed_contacts)""")
    connection.execute(f"create or replace temp table numbered_contacts as {_NUMBERED}")
    _find_persons(connection)
    replace(
        connection,
        "walk",
        gone="""
        record_entity = 'contacts' and (
            record_id in (select contact_id from numbered_contacts)
            or record_id in (select contact_id from changed_contacts)
            or record_id in (select contact_id from contacts where node_id in (from reissued))
        )""",
        rows="""
        select 'crm' as record_system, 'contacts' as record_entity, contacts.contact_id as record_id,
            contacts.customer_id, contacts.issued_on, 'person-' || leaders.contact_id as person_id,
            'account' as link_rule
        from numbered_contacts as contacts
        inner join persons using (number)
        inner join numbered_contacts as leaders on persons.leader = leaders.number""",
    )


# Contacts of one customer, above which two of them may well have one full name by chance.
NAMESAKE_LIMIT = 30

# by_phone, by_email: number of the first contact who has the same key and name; by_name: the same full name and title.
_NUMBERED = f"""
    with reached as (
        select contact_id, customer_id, issued_on, phone_key, email_key, person_pinyin, full_name, title,
            row_number() over (order by contact_id) - 1 as number,
            case when phone_key is not null then min(person_pinyin) over by_phone end as first_by_phone,
            case when phone_key is not null then max(person_pinyin) over by_phone end as last_by_phone,
            case when email_key is not null then min(person_pinyin) over by_email end as first_by_email,
            case when email_key is not null then max(person_pinyin) over by_email end as last_by_email,
            count(*) over (partition by customer_id) <= {NAMESAKE_LIMIT}
            and count(*) over by_name = count(distinct node_id) over by_name
            and min(phone_key) over by_name is not distinct from max(phone_key) over by_name
            and min(email_key) over by_name is not distinct from max(email_key) over by_name as is_typed_again
        from (from assigned semi join reached_customers using (customer_id)) as assigned
        inner join contacts on contacts.node_id = assigned.unique_id
        window
            by_phone as (partition by customer_id, phone_key), by_email as (partition by customer_id, email_key),
            by_name as (partition by customer_id, full_name, title)
    ),
    named as (
        select *,
            coalesce(
                person_pinyin, case when first_by_phone = last_by_phone then first_by_phone end,
                case when first_by_email = last_by_email then first_by_email end, ''
            ) as known_name
        from reached
    )

    select contact_id, customer_id, issued_on, number,
        case when phone_key is not null then min(number) over (partition by customer_id, known_name, phone_key) end
            as by_phone,
        case when email_key is not null then min(number) over (partition by customer_id, known_name, email_key) end
            as by_email,
        case
            when full_name is not null and title is not null and is_typed_again
                then min(number) over (partition by customer_id, full_name, title)
        end as by_name
    from named"""


def _find_persons(connection: duckdb.DuckDBPyConnection) -> None:
    """Table `persons` (number, leader): the first contact of each contact's person."""
    found = connection.execute("""
        select number, coalesce(by_phone, number) as by_phone, coalesce(by_email, number) as by_email,
            coalesce(by_name, number) as by_name
        from numbered_contacts order by number""").fetchnumpy()
    number = found["number"]
    keys = ("by_phone", "by_email", "by_name")
    ends = np.tile(number, len(keys)), np.concatenate([found[key] for key in keys])
    leader = components(len(number), *ends) if len(number) else number
    connection.register("found_persons", pa.table({"number": pa.array(number), "leader": pa.array(leader)}))
    connection.execute("create or replace temp table persons as from found_persons")
    connection.unregister("found_persons")
