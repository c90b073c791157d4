"""The records that are customers, as the lake knows them on a day, with the day each was first seen."""

from dataclasses import dataclass
from datetime import date

import duckdb

from dagster_project.identity.fresh_files import on_days_of, touched_keys
from dagster_project.identity.state import Known
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
_OTHER_NAMES = {
    ("crm", "accounts"): {"erp_number": "erp_customer_id"},
    ("erp", "customers"): {
        "erp_number": "erp_customer_id",
        **dict.fromkeys(("customer_type", "province", "city", "birth_year", "gender")),
    },
    ("ecommerce", "users"): {
        "name": "nickname",
        **dict.fromkeys(("customer_type", "tax_id", "erp_number", "province", "city", "address")),
    },
}
# Tables of what has changed, and what they say of it.
_CHANGED = {
    "records": ("changed_nodes", "node_id"),
    "contacts": ("changed_contacts", "contact_id, node_id"),
    "requesters": ("changed_requesters", "record_entity, record_id"),
}


@dataclass(frozen=True)
class _Source:
    """An entity of the lake with its key there, and its rows in a table of the state with their key there."""

    system: str
    entity: str
    lake_key: str
    table: str
    key: str
    columns: str
    of_entity: str = "true"


def load_records(connection: duckdb.DuckDBPyConnection, settings: Settings, as_of: date, known: Known) -> None:
    """Bring `records` (nodes), `contacts` and `requesters` (tickets, survey answers) to what was known on `as_of`.

    Tables `changed_nodes` (node_id), `changed_contacts` (contact_id, node_id, before and now) and
    `changed_requesters` (record_entity, record_id): what is new, other than before, or gone. Tables `fresh_records`,
    `fresh_contacts` and `fresh_requesters`: what of it is there now, as delivered. Here it is only taken out of the
    state: what it says is still to be read (normalising.py).
    """
    for changed, columns in _CHANGED.values():
        typed = columns.replace(",", " varchar,")
        connection.execute(f"create or replace temp table {changed} ({typed} varchar)")
    for source in _sources():
        _bring_to(connection, source, settings, as_of, known)


def _bring_to(
    connection: duckdb.DuckDBPyConnection, source: _Source, settings: Settings, as_of: date, known: Known
) -> None:
    keys = touched_keys(connection, settings, source.system, source.entity, source.lake_key, as_of=as_of, known=known)
    among = f"in (from {keys})" if keys else "is not null"
    where = f"{source.lake_key} {among}"
    if keys:
        where += f" and {on_days_of(connection, _lake_sql(settings, source), where)}"
    rows = entity_rows_sql(settings, source.system, source.entity, as_of, where=where)
    if source.table == "records":
        rows = f"from ({rows}) inner join ({_first_seen_sql(settings, source, as_of, among)}) using ({source.lake_key})"
    connection.execute(f"""
        create or replace temp table today as
        select *, hash(t) as fingerprint from (select {source.columns} from ({rows}) as current) as t""")
    changed, columns = _CHANGED[source.table]
    looked_at = f"(from {source.table} where {source.of_entity} and {source.key} {among}) as before"
    connection.execute(f"""
        create or replace temp table differing as
        select {source.key} as key, {columns} from {looked_at} anti join today using ({source.key}, fingerprint)
        union
        select {source.key}, {columns} from today anti join {looked_at} using ({source.key}, fingerprint)""")
    connection.execute(f"insert into {changed} select {columns} from differing")
    differs = f"{source.key} in (select key from differing)"
    connection.execute(f"delete from {source.table} where {source.of_entity} and {differs}")
    connection.execute(f"create temp table if not exists fresh_{source.table} as from today where false")
    connection.execute(f"insert into fresh_{source.table} from today where {differs}")


def _lake_sql(settings: Settings, source: _Source) -> str:
    files = str(settings.lake / source.system / source.entity / "*" / "*.parquet").replace("'", "''")
    return f"read_parquet('{files}', union_by_name = true, hive_types = {{'business_date': DATE}})"


def _first_seen_sql(settings: Settings, source: _Source, as_of: date, among: str) -> str:
    return f"""
        select {source.lake_key}, min(business_date) as first_seen_on
        from {_lake_sql(settings, source)}
        where business_date <= date '{as_of}' and {source.lake_key} {among}
        group by {source.lake_key}"""


_CONTACT = "contact_id, 'crm-' || account_id as node_id, name, lower(trim(title)) as title, phone, email"


def _sources() -> list[_Source]:
    return [
        *(_nodes(system, entity, priority) for priority, (system, entity) in enumerate(NODE_ENTITIES, start=1)),
        _Source("crm", "contacts", "contact_id", "contacts", "contact_id", _CONTACT),
        _requesters("tickets", "ticket_id", "requester", "null::varchar"),
        _requesters("survey_responses", "response_id", "respondent", "customer_ref"),
    ]


def _nodes(system: str, entity: str, priority: int) -> _Source:
    prefix, key = NODE_ENTITIES[system, entity]
    named = {column: column for column in COLUMNS} | _OTHER_NAMES[system, entity]
    values = ", ".join(f"cast({source or 'null'} as varchar) as {column}" for column, source in named.items())
    columns = f"""
        '{prefix}-' || {key} as node_id, '{system}' as record_system, '{entity}' as record_entity,
        {key} as record_id, {priority} as source_priority, first_seen_on, {values}"""
    return _Source(system, entity, key, "records", "record_id", columns, f"record_system = '{system}'")


def _requesters(entity: str, key: str, who: str, reference: str) -> _Source:
    columns = f"""
        'tickets' as record_system, '{entity}' as record_entity, {key} as record_id, {who}_email as email,
        {who}_phone as phone, {reference} as customer_ref"""
    return _Source("tickets", entity, key, "requesters", "record_id", columns, f"record_entity = '{entity}'")
