"""Changed records -> match columns in one spelling. Python looks once at every distinct text."""

from collections.abc import Callable
from functools import partial

import duckdb
import pyarrow as pa

from dagster_project.identity.name_table import name_table
from dagster_project.identity.names import normalised_email, normalised_phone, normalised_tax_id, person_pinyin
from dagster_project.identity.names.text import clean_text
from dagster_project.identity.names.vocabulary import place_pattern, places
from dagster_project.identity.reading import text_reading
from dagster_project.identity.state import replace

_OF_RECORDS = "select {} from records semi join changed_nodes using (node_id)"
_OF_PEOPLE = """
    select {0} from records semi join changed_nodes using (node_id)
    union select {0} from contacts semi join changed_contacts using (contact_id)
    union select {0} from requesters semi join changed_requesters using (record_entity, record_id)"""
_OF_CONTACTS = "select name as {} from contacts semi join changed_contacts using (contact_id)"


def _place(text: str) -> str | None:
    cleaned = clean_text(text)
    return places().get(cleaned, cleaned) or None


def _values(function: Callable[[str], str | None], texts: list[str]) -> pa.Table:
    return pa.table({"text": pa.array(texts, pa.string()), "value": pa.array(map(function, texts), pa.string())})


# Each gives table `texts_<kind>`: text and what it says.
_READERS = {
    "name": (name_table, _OF_RECORDS),
    "tax_id": (partial(_values, normalised_tax_id), _OF_RECORDS),
    "city": (partial(_values, _place), _OF_RECORDS),
    "phone": (partial(_values, normalised_phone), _OF_PEOPLE),
    "email": (partial(_values, normalised_email), _OF_PEOPLE),
    "person": (partial(_values, person_pinyin), _OF_CONTACTS),
}


def normalise(connection: duckdb.DuckDBPyConnection, *, workers: int) -> None:
    """Bring `read`, and the keys of `contacts` and `requesters`, to what the changed ones say.

    `workers`: processes that read texts where there are very many.
    """
    with text_reading(workers) as read:
        for kind, (reader, written) in _READERS.items():
            texts = connection.execute(
                f"select distinct text from ({written.format(kind)}) as t (text) where text is not null"
            ).fetchnumpy()["text"]
            connection.register("new_texts", read(reader, texts.tolist()))
            connection.execute(f"create or replace temp table texts_{kind} as from new_texts")
            connection.unregister("new_texts")
    connection.execute("""
        update contacts set
            person_pinyin = (select any_value(nullif(value, '')) from texts_person where text = contacts.name)
        where contact_id in (select contact_id from changed_contacts)""")
    for table, key, changed in (
        ("contacts", "contact_id", "changed_contacts"),
        ("requesters", "(record_entity, record_id)", "changed_requesters"),
    ):
        connection.execute(f"""
            update {table} set
                phone_key = (select any_value(value) from texts_phone where texts_phone.text = {table}.phone),
                email_key = (select any_value(value) from texts_email where texts_email.text = {table}.email)
            where {key} in (select {key} from {changed})""")
    replace(connection, "read", gone="node_id in (from changed_nodes)", rows=_READ.format(place=place_pattern()))


_READ = """
    with spelt as (
        select
            node_id, record_system, source_priority, first_seen_on,
            tax.value as tax_id, phones.value as phone, emails.value as email, erp_number,
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
            from records semi join changed_nodes using (node_id)
        ) as records
        left join texts_name as names on records.name = names.text
        left join texts_tax_id as tax on records.tax_id = tax.text
        left join texts_city as city on records.city = city.text
        left join texts_phone as phones on records.phone = phones.text
        left join texts_email as emails on records.email = emails.text
    )

    select *,
        coalesce(known_kind, case when has_legal_form or brand <> core then 'business' else 'consumer' end) as kind
    from spelt"""
