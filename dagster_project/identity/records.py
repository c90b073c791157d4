"""The records that are customers, as the lake knows them on a day, with the day each was first seen."""

from datetime import date

import duckdb

from dagster_project.identity.state import replace
from dagster_project.ingest import entity_rows_sql
from dagster_project.settings import Settings

# A node is a record that can be a customer. Its name leads the customer that is named after it.
NODE_ENTITIES = {
    ("crm", "accounts"): ("crm", "account_id"),
    ("erp", "customers"): ("erp", "erp_customer_id"),
    ("ecommerce", "users"): ("shop", "user_id"),
}
COLUMNS = (
    "customer_type",
    "name",
    "tax_id",
    "erp_number",
    "phone",
    "email",
    "province",
    "city",
    "address",
    "birth_year",
    "gender",
)
_SOURCES = {
    ("crm", "accounts"): {"erp_number": "erp_customer_id"},
    ("erp", "customers"): {
        "erp_number": "erp_customer_id",
        **dict.fromkeys(("customer_type", "province", "city", "birth_year", "gender"), None),
    },
    ("ecommerce", "users"): {
        "name": "nickname",
        **dict.fromkeys(("customer_type", "tax_id", "erp_number", "province", "city", "address"), None),
    },
}


def load_records(connection: duckdb.DuckDBPyConnection, settings: Settings, as_of: date) -> None:
    """Bring `records` (nodes), `contacts` and `requesters` (tickets, survey answers) to what was known on `as_of`.

    Tables `changed_nodes` (node_id), `changed_contacts` (contact_id, account_id, before and now) and
    `changed_requesters` (record_entity, record_id): what is new, other than before, or gone.
    """
    nodes = " union all ".join(
        _nodes_sql(settings, system, entity, priority, as_of)
        for priority, (system, entity) in enumerate(NODE_ENTITIES, start=1)
    )
    contacts = f"""
        select contact_id, account_id, phone, email
        from ({entity_rows_sql(settings, "crm", "contacts", as_of)})"""
    requesters = f"""
        select 'tickets' as record_system, 'tickets' as record_entity, ticket_id as record_id,
            requester_email as email, requester_phone as phone, null::varchar as customer_ref
        from ({entity_rows_sql(settings, "tickets", "tickets", as_of)})
        union all
        select 'tickets', 'survey_responses', response_id, respondent_email, respondent_phone, customer_ref
        from ({entity_rows_sql(settings, "tickets", "survey_responses", as_of)})"""
    _bring_to(connection, "records", nodes, key="node_id", kept="node_id", changed="changed_nodes")
    _bring_to(
        connection, "contacts", contacts, key="contact_id", kept="contact_id, account_id", changed="changed_contacts"
    )
    key = "record_entity, record_id"
    _bring_to(connection, "requesters", requesters, key=key, kept=key, changed="changed_requesters")


def _bring_to(
    connection: duckdb.DuckDBPyConnection, table: str, rows: str, *, key: str, kept: str, changed: str
) -> None:
    connection.execute(f"create or replace temp table today as select *, hash(t) as fingerprint from ({rows}) as t")
    connection.execute(f"""
        create or replace temp table {changed} as
        select distinct {kept} from (
            select {kept} from {table} anti join today using ({key}, fingerprint)
            union all
            select {kept} from today anti join {table} using ({key}, fingerprint)
        )""")
    touched = f"({key}) in (select {'(' + key + ')' if ',' in key else key} from {changed})"
    replace(connection, table, gone=touched, rows=f"select * from today where {touched}")
    connection.execute("drop table today")


def _nodes_sql(settings: Settings, system: str, entity: str, priority: int, as_of: date) -> str:
    prefix, key = NODE_ENTITIES[system, entity]
    named = {column: column for column in COLUMNS} | _SOURCES[system, entity]
    values = ", ".join(
        f"cast({source or 'null'} as varchar) as {column}" if source else f"cast(null as varchar) as {column}"
        for column, source in named.items()
    )
    files = str(settings.lake / system / entity / "*" / "*.parquet").replace("'", "''")
    return f"""
        select '{prefix}-' || current.{key} as node_id, '{system}' as record_system, '{entity}' as record_entity,
            current.{key} as record_id, {priority} as source_priority, seen.first_seen_on, {values}
        from ({entity_rows_sql(settings, system, entity, as_of)}) as current
        inner join (
            select {key} as seen_key, min(business_date) as first_seen_on
            from read_parquet('{files}', union_by_name = true, hive_partitioning = true,
                hive_types = {{'business_date': DATE}})
            where business_date <= date '{as_of}'
            group by {key}
        ) as seen on current.{key} = seen.seen_key"""
