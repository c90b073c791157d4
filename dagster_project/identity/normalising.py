"""Records -> match columns in one spelling. Python looks once at every distinct text, and remembers it."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa

from dagster_project.identity.cache import code_version, write_parquet
from dagster_project.identity.name_table import name_table
from dagster_project.identity.names import normalised_email, normalised_phone, normalised_tax_id
from dagster_project.identity.names.text import clean_text
from dagster_project.identity.names.vocabulary import place_pattern, places

TEXTS = {
    "name": "select name from records",
    "tax_id": "select tax_id from records",
    "city": "select city from records",
    "phone": "select phone from records union select phone from contacts union select phone from requesters",
    "email": "select email from records union select email from contacts union select email from requesters",
}


def normalise(connection: duckdb.DuckDBPyConnection, cache: Path) -> None:
    """Table `read`, one row per record: its match columns in one spelling.

    `cache` is a folder of texts that were read before; a change of the rules begins it anew. `texts_<kind>` (text and
    what it says) stay as tables.
    """
    readers = {
        "name": name_table,
        "tax_id": _values(normalised_tax_id),
        "city": _values(_place),
        "phone": _values(normalised_phone),
        "email": _values(normalised_email),
    }
    for kind, reader in readers.items():
        _read_texts(connection, kind, reader, cache / f"{kind}-{code_version()}.parquet")
    connection.execute(f"""
        create or replace table read as
        select
            node_id, tax.value as tax_id, phones.value as phone, emails.value as email, erp_number, customer_type,
            names.* exclude (text),
            coalesce(city.value, nullif(found.city, ''), nullif(found.province, ''), nullif(names.region, '')) as place,
            birth_year,
            case lower(gender)
                when '男' then 'm' when 'm' then 'm' when 'male' then 'm'
                when '女' then 'f' when 'f' then 'f' when 'female' then 'f'
            end as gender
        from (
            select *, regexp_extract(substr(address, 1, 16), '{place_pattern()}', ['province', 'city']) as found
            from records
        ) as records
        left join texts_name as names on records.name = names.text
        left join texts_tax_id as tax on records.tax_id = tax.text
        left join texts_city as city on records.city = city.text
        left join texts_phone as phones on records.phone = phones.text
        left join texts_email as emails on records.email = emails.text""")


def _read_texts(connection: duckdb.DuckDBPyConnection, kind: str, reader: Callable, remembered: Path) -> None:
    table = f"texts_{kind}"
    connection.execute(f"create or replace temp table wanted as select distinct text from ({TEXTS[kind]}) as t (text)")
    known = f"(select text from read_parquet('{remembered}'))" if remembered.exists() else "(select '' where false)"
    rows = connection.execute(f"select text from wanted where text is not null and text not in {known}").fetchall()
    connection.register("new_texts", reader([text for (text,) in rows]))
    before = f"select * from read_parquet('{remembered}') union all " if remembered.exists() else ""
    connection.execute(f"create or replace table {table} as {before} select * from new_texts")
    connection.unregister("new_texts")
    if rows:
        write_parquet(connection, f"select * from {table}", remembered)


def _values(function: Callable[[str], str | None]) -> Callable[[list[str]], pa.Table]:
    def read(texts: list[str]) -> pa.Table:
        return pa.table({"text": pa.array(texts, pa.string()), "value": pa.array(map(function, texts), pa.string())})

    return read


def _place(text: str) -> str | None:
    cleaned = clean_text(text)
    return places().get(cleaned, cleaned) or None
