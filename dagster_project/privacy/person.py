"""A person, as the lake knows them."""

from dataclasses import dataclass

import duckdb

from dagster_project.contracts import Entity, load_contracts
from dagster_project.ingest.person_keys import names_a_person_sql, normalised
from dagster_project.ingest.sql import literal
from dagster_project.settings import Settings

# Source records that are a person (or their company), by the kind of key that names them.
RECORDS = {
    ("crm", "accounts"): "account",
    ("crm", "contacts"): "contact",
    ("erp", "customers"): "erp_customer",
    ("ecommerce", "users"): "user",
}
# What hangs on a person and is itself named by others: its key, by entity.
HANGING = {
    ("ecommerce", "orders"): ("shop_order_id", "shop_order"),
    ("erp", "orders"): ("order_id", "order"),
    ("tickets", "tickets"): ("ticket_id", "ticket"),
}
HANGING_KINDS = tuple(kind for _, kind in HANGING.values())


class PersonNotFound(Exception):
    """Nothing in the lake is about the person asked for."""


@dataclass(frozen=True)
class Person:
    """`keys` are (kind, normalised value): by them rows of the lake are theirs. `customer_ids` as published."""

    customer_ids: frozenset[str]
    keys: frozenset[tuple[str, str]]

    def values(self, *kinds: str) -> set[str]:
        return {value for kind, value in self.keys if kind in kinds}

    @property
    def identifiers(self) -> set[str]:
        """Whatever names the person in a text, as delivered or as published."""
        return self.customer_ids | {value for _, value in self.keys}


def find_person(
    settings: Settings, *, customer_id: str | None = None, phone: str | None = None, email: str | None = None
) -> Person:
    """The person with one of these. Of a company's contact only the contact is meant, of anybody else every record.

    Raises PersonNotFound.
    """
    if not any(settings.lake.glob("*/*/*/*.parquet")):
        raise PersonNotFound(f"{settings.lake} holds no delivery: nothing is known of anybody.")
    with duckdb.connect() as connection:
        keys: set[tuple[str, str]] = set()
        customer_ids = {customer_id} if customer_id else set()
        for kind, text in (("phone", phone), ("email", email)):
            if text:
                value = connection.execute(f"select {normalised(kind, '?::varchar')}", [text]).fetchone()[0]
                keys.add((kind, value))
        records = _records_with(connection, settings, keys)
        if not customer_id:
            customer_ids = _customers_of(connection, settings, records - {r for r in records if r[0] == "contact"})
        records |= _records_of(connection, settings, customer_ids)
        records |= _same_person(connection, settings, records)
        keys |= records | _contact_data(connection, settings, records)
        for (system, entity), (column, kind) in HANGING.items():
            keys |= _hanging(connection, settings, load_contracts()[system].entities[entity], keys, column, kind)
        if not any(_count(connection, settings, entity, keys) for entity in all_entities()):
            raise PersonNotFound("nothing in the lake is about this person. Was the customer ID taken from the marts?")
    return Person(frozenset(customer_ids), frozenset(keys))


def all_entities() -> list[Entity]:
    return [entity for system in load_contracts().values() for entity in system.entities.values()]


def lake_sql(settings: Settings, entity: Entity) -> str:
    """SQL of every row of an entity, all versions."""
    folder = settings.lake / entity.system / entity.name
    return f"read_parquet({literal(folder / '*' / '*.parquet')}, union_by_name = true)"


def belongs_sql(entity: Entity, keys: set[tuple[str, str]] | frozenset[tuple[str, str]]) -> str:
    """SQL condition: a row of the entity names one of the keys."""

    def found(kind: str, value: str) -> str:
        wanted = ", ".join(literal(text) for known, text in sorted(keys) if known == kind)
        return f"{value} in ({wanted})" if wanted else "false"

    return names_a_person_sql(entity, found)


def _records_with(connection, settings: Settings, keys: set[tuple[str, str]]) -> set[tuple[str, str]]:
    found = set()
    for (system, name), kind in RECORDS.items():
        entity = load_contracts()[system].entities[name]
        if keys:
            sql = f"select distinct {entity.key[0]} from {lake_sql(settings, entity)} where {belongs_sql(entity, keys)}"
            found |= {(kind, row[0]) for row in connection.execute(sql).fetchall()}
    return found


def _crosswalk(settings: Settings) -> str | None:
    files = settings.lake / "identity" / "crosswalk"
    return f"read_parquet({literal(files / '*' / '*.parquet')})" if any(files.glob("*/*.parquet")) else None


def _customers_of(connection, settings: Settings, records: set[tuple[str, str]]) -> set[str]:
    walk, systems = _crosswalk(settings), {kind: pair for pair, kind in RECORDS.items()}
    if walk is None:
        return set()
    sql = f"select customer_id from {walk} where record_system = ? and record_entity = ? and record_id = ?"
    rows = [connection.execute(sql, [*systems[kind], value]).fetchall() for kind, value in records]
    return {row[0] for found in rows for row in found}


def _records_of(connection, settings: Settings, customer_ids: set[str]) -> set[tuple[str, str]]:
    """The one place that knows how identity keeps who is who: the cross-walk of every day."""
    walk = _crosswalk(settings)
    if walk is None or not customer_ids:
        return set()
    sql = f"select distinct record_system, record_entity, record_id from {walk} where customer_id in (select unnest(?))"
    rows = connection.execute(sql, [sorted(customer_ids)]).fetchall()
    return {(RECORDS[system, entity], record) for system, entity, record in rows if (system, entity) in RECORDS}


def _same_person(connection, settings: Settings, records: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Contacts that identity took for the same person, who need not share a key."""
    walk, contacts = _crosswalk(settings), sorted(value for kind, value in records if kind == "contact")
    if walk is None or not contacts:
        return set()
    is_contact = "record_system = 'crm' and record_entity = 'contacts'"
    persons = f"select person_id from {walk} where {is_contact} and record_id in (select unnest(?))"
    sql = f"select distinct record_id from {walk} where {is_contact} and person_id in ({persons})"
    return {("contact", row[0]) for row in connection.execute(sql, [contacts]).fetchall()}


def _contact_data(connection, settings: Settings, records: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Phones and addresses of the records, but those that a record of somebody else has too."""
    parts = []
    for (system, name), record_kind in RECORDS.items():
        entity = load_contracts()[system].entities[name]
        for column in entity.columns.values():
            if column.personal in ("phone", "email"):
                parts.append(
                    f"select '{record_kind}' as record_kind, {entity.key[0]} as record_id, "
                    f"'{column.personal}' as kind, "
                    f"{normalised(column.personal, column.name)} as value from {lake_sql(settings, entity)} "
                    f"where {column.name} is not null"
                )
    own = ", ".join(f"({literal(kind)}, {literal(value)})" for kind, value in sorted(records)) or "('', '')"
    rows = connection.execute(f"""
        select kind, value from ({" union all ".join(parts)}) where value <> ''
        group by all having bool_and((record_kind, record_id) in ({own}))""").fetchall()
    return set(rows)


def _hanging(connection, settings: Settings, entity: Entity, keys, column: str, kind: str) -> set[tuple[str, str]]:
    sql = f"select distinct {column} from {lake_sql(settings, entity)} where {belongs_sql(entity, keys)}"
    return {(kind, row[0]) for row in connection.execute(sql).fetchall() if row[0]}


def _count(connection, settings: Settings, entity: Entity, keys) -> int:
    return connection.execute(
        f"select count(*) from {lake_sql(settings, entity)} where {belongs_sql(entity, keys)}"
    ).fetchone()[0]
