"""The records that are customers, as the lake knows them on a day, with the day each was first seen."""

from datetime import date

import duckdb

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
    """Tables `records` (nodes), `contacts`, `requesters` (tickets, survey answers) as they were known on `as_of`.

    `records`: node_id, record_system, record_entity, record_id, source_priority, first_seen_on, COLUMNS as text.
    """
    parts = [
        _nodes_sql(settings, system, entity, priority, as_of)
        for priority, (system, entity) in enumerate(NODE_ENTITIES, start=1)
    ]
    connection.execute(f"create or replace table records as {' union all '.join(parts)}")
    connection.execute(f"""
        create or replace table contacts as
        select contact_id, account_id, name, phone, email
        from ({entity_rows_sql(settings, "crm", "contacts", as_of)})""")
    connection.execute(f"""
        create or replace table requesters as
        select 'tickets' as record_system, 'tickets' as record_entity, ticket_id as record_id,
            requester_email as email, requester_phone as phone, null as customer_ref
        from ({entity_rows_sql(settings, "tickets", "tickets", as_of)})
        union all
        select 'tickets', 'survey_responses', response_id, respondent_email, respondent_phone, customer_ref
        from ({entity_rows_sql(settings, "tickets", "survey_responses", as_of)})""")


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
