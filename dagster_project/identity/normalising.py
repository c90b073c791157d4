"""Changed records -> match columns in one spelling. Python looks once at every distinct text."""

from collections.abc import Callable
from functools import partial

import duckdb
import pyarrow as pa

from dagster_project.identity.name_table import name_table
from dagster_project.identity.names import (
    full_name,
    normalised_email,
    normalised_phone,
    normalised_tax_id,
    person_pinyin,
)
from dagster_project.identity.names.text import clean_text
from dagster_project.identity.names.vocabulary import place_pattern, places
from dagster_project.identity.reading import Reader, Reading

Readings = dict[str, Reading]

_OF_RECORDS = "select {} from fresh_records"
_OF_PEOPLE = "select {0} from fresh_records union select {0} from fresh_contacts union select {0} from fresh_requesters"
_OF_CONTACTS = "select name as {} from fresh_contacts"


def _place(text: str) -> str | None:
    cleaned = clean_text(text)
    return places().get(cleaned, cleaned) or None


def _values(function: Callable[[str], str | None], texts: list[str]) -> pa.Table:
    return pa.table({"text": pa.array(texts, pa.string()), "value": pa.array(map(function, texts), pa.string())})


# Each gives table `texts_<kind>`: text and what it says. What keys are made of comes first; names take longest.
_READERS = {
    "tax_id": (partial(_values, normalised_tax_id), _OF_RECORDS),
    "phone": (partial(_values, normalised_phone), _OF_PEOPLE),
    "email": (partial(_values, normalised_email), _OF_PEOPLE),
    "pinyin": (partial(_values, person_pinyin), _OF_CONTACTS),
    "full_name": (partial(_values, full_name), _OF_CONTACTS),
    "city": (partial(_values, _place), _OF_RECORDS),
    "name": (name_table, _OF_RECORDS),
}


def begin_reading(connection: duckdb.DuckDBPyConnection, begin: Callable[[Reader, list[str]], Reading]) -> Readings:
    """Let all that fresh records, contacts and requesters wrote be read, by kind of text."""
    return {kind: begin(reader, _texts(connection, kind, written)) for kind, (reader, written) in _READERS.items()}


def normalise(connection: duckdb.DuckDBPyConnection, readings: Readings) -> None:
    """Bring `records`, `contacts` and `requesters` to what the fresh ones say. Names of records are still read."""
    for kind in ("tax_id", "phone", "email", "pinyin", "full_name"):
        _keep(connection, kind, readings)
    connection.execute(f"insert into records by name {_RECORDS}")
    connection.execute(f"insert into contacts by name {_CONTACTS}")
    connection.execute(f"insert into requesters by name {_REQUESTERS}")


def read_records(connection: duckdb.DuckDBPyConnection, readings: Readings) -> None:
    """Table `fresh_read`: what fresh records say; known_kind is what a record tells, kind what it must be taken for."""
    for kind in ("city", "name"):
        _keep(connection, kind, readings)
    connection.execute(f"create or replace temp table fresh_read as {_READ.format(place=place_pattern())}")


def _texts(connection: duckdb.DuckDBPyConnection, kind: str, written: str) -> list[str]:
    query = f"select distinct text from ({written.format(kind)}) as t (text) where text is not null"
    return connection.execute(query).fetchnumpy()["text"].tolist()


def _keep(connection: duckdb.DuckDBPyConnection, kind: str, readings: Readings) -> None:
    connection.register("new_texts", readings[kind]())
    connection.execute(f"create or replace temp table texts_{kind} as from new_texts")
    connection.unregister("new_texts")


_RECORDS = """
    select node_id, record_system, record_entity, record_id, tax.value as tax_id, erp_number, phones.value as phone,
        emails.value as email, fingerprint
    from fresh_records as fresh
    left join texts_tax_id as tax on fresh.tax_id = tax.text
    left join texts_phone as phones on fresh.phone = phones.text
    left join texts_email as emails on fresh.email = emails.text"""

_CONTACTS = """
    select contact_id, node_id, full_names.value as full_name, nullif(pinyin.value, '') as person_pinyin, title,
        phones.value as phone_key, emails.value as email_key, fingerprint
    from fresh_contacts as fresh
    left join texts_full_name as full_names on fresh.name = full_names.text
    left join texts_pinyin as pinyin on fresh.name = pinyin.text
    left join texts_phone as phones on fresh.phone = phones.text
    left join texts_email as emails on fresh.email = emails.text"""

_REQUESTERS = """
    select record_system, record_entity, record_id, customer_ref, phones.value as phone_key,
        emails.value as email_key, fingerprint
    from fresh_requesters as fresh
    left join texts_phone as phones on fresh.phone = phones.text
    left join texts_email as emails on fresh.email = emails.text"""


_READ = """
    with spelt as (
        select
            node_id, record_system, source_priority, first_seen_on, tax.value as tax_id, erp_number,
            names.* exclude (text),
            coalesce(city.value, nullif(found.city, ''), nullif(found.province, ''), nullif(names.region, '')) as place,
            birth_year,
            case lower(gender)
                when '男' then 'm' when 'm' then 'm' when 'male' then 'm'
                when '女' then 'f' when 'f' then 'f' when 'female' then 'f'
            end as gender,
            coalesce(customer_type, case when tax.value is not null then 'business' end) as known_kind
        from (
            select *, regexp_extract(substr(address, 1, 16), '{place}', ['province', 'city']) as found
            from fresh_records
        ) as records
        left join texts_name as names on records.name = names.text
        left join texts_tax_id as tax on records.tax_id = tax.text
        left join texts_city as city on records.city = city.text
    )

    select *,
        coalesce(known_kind, case when has_legal_form or brand <> core then 'business' else 'consumer' end) as kind
    from spelt"""
