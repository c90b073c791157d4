"""A check on everything about to be published: no phone number, e-mail address, national ID, and no tagged value.

Two nets. Patterns find what looks like personal data in any text, whoever put it there. Tagged values of the lake
(`personal:` in the contracts) are looked for literally: that finds what has no pattern, a name or an address.
"""

import re
from dataclasses import dataclass

import duckdb

from dagster_project.contracts import Column, Entity, load_contracts
from dagster_project.identity.name_table import PLACEHOLDERS
from dagster_project.ingest.sql import literal, name
from dagster_project.settings import Settings

_BEFORE, _AFTER = "(^|[^0-9A-Za-z])", "([^0-9A-Za-z]|$)"
PATTERNS = {
    "phone number": rf"{_BEFORE}((\+|00)?86[- ]?)?1[3-9][0-9][- ]?[0-9]{{4}}[- ]?[0-9]{{4}}{_AFTER}",
    "e-mail address": r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}",
    "national ID": rf"{_BEFORE}[1-9][0-9]{{5}}(19|20)[0-9]{{2}}(0[1-9]|1[0-2])[0-3][0-9][0-9]{{3}}[0-9Xx]{_AFTER}",
}
# Order numbers of eleven digits are no phone numbers; a phone number used as a key is found as a tagged value.
KEY_COLUMN = re.compile(r"(_id|_key|_code|_number|_version|^sku|^sha256|_sha256)$")
# A nickname may be any word, such as a channel's: names are looked for where a name or a sentence can stand.
NAME_COLUMN = re.compile(
    r"name|contact|owner|person|detail|outcome|reason|text|comment|suggest|explan|record|note|title|sample|observed"
)
# Whom a phone number or an address reaches: five digits (a service number has no fewer), or an @. A name that somebody
# typed into the phone's column reaches nobody, and a company of that name is no leak.
_REACHES = "([0-9０-９][^0-9０-９]*){5}|[@＠]"
# An address that names no more than a city or a district is everybody's.
_IS_SOMEWHERE = "(?i)[0-9０-９路街巷弄村室栋楼号]|street|road|avenue|lane|stra(ss|ß)e"
BOUNDARY_KINDS = {"phone": "phone", "email": "email", "address": "address", "name": "name", "consumer_name": "name"}


@dataclass(frozen=True)
class Leak:
    """Personal data in a public column. Says how many texts, never which."""

    table: str
    column: str
    what: str
    text_count: int

    def __str__(self) -> str:
        return f"{self.table}.{self.column} shows {self.what} in {self.text_count:,} texts"


def published_personal_data(connection: duckdb.DuckDBPyConnection, settings: Settings) -> list[Leak]:
    """Every text column of the file that the connection writes which shows personal data. Makes temporary tables."""
    _collect_tagged_values(connection, settings)
    return [
        leak
        for table, columns in _text_columns(connection).items()
        for leak in _matching(connection, table, columns) + _literal(connection, table, columns)
    ]


def _text_columns(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """By table: the text columns, and the SQL of their texts. A list gives each of its texts, a struct its whole."""
    rows = connection.execute("""
        select '"' || schema_name || '"."' || table_name || '"', column_name, data_type from duckdb_columns()
        where database_name = current_database() and not internal and schema_name <> 'temp'
            and regexp_matches(data_type, 'VARCHAR|JSON|ENUM|BLOB')
        order by schema_name, table_name, column_index""").fetchall()
    columns: dict[str, dict[str, str]] = {}
    for table, column, kind in rows:
        text = f"unnest({name(column)})" if kind == "VARCHAR[]" else f"{name(column)}::varchar"
        columns.setdefault(table, {})[column] = text
    return columns


def _matching(connection: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str]) -> list[Leak]:
    sentences = {column: text for column, text in columns.items() if not KEY_COLUMN.search(column)}
    if not sentences:
        return []
    # Most columns hold few different texts, and most texts are shorter than any of these or hold no digit or @.
    distinct = (
        f"select distinct {literal(column)} as column_name, text from (select {text} as text from {table}) "
        "where length(text) > 5"
        for column, text in sentences.items()
    )
    counts = ", ".join(f"count(*) filter (regexp_matches(text, '{pattern}'))" for pattern in PATTERNS.values())
    rows = connection.execute(f"""
        select column_name, {counts} from ({" union all ".join(distinct)})
        where contains(text, '@') or regexp_matches(text, '[0-9]{{4}}')
        group by all order by all""").fetchall()
    return [
        Leak(_plain(table), column, f"a {what}", count)
        for column, *found in rows
        for what, count in zip(PATTERNS, found, strict=True)
        if count
    ]


def _literal(connection: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str]) -> list[Leak]:
    texts = (
        f"select {literal(column)} as column_name, {bool(NAME_COLUMN.search(column))} as names_too, {text} as text "
        f"from {table}"
        for column, text in columns.items()
    )
    rows = connection.execute(f"""
        select column_name, kind, count(distinct value) from ({" union all ".join(texts)}) as shown
        join tagged on shown.text = tagged.value where names_too or kind <> 'name'
        group by all order by all""").fetchall()
    return [Leak(_plain(table), column, f"a delivered {kind}", count) for column, kind, count in rows]


def _collect_tagged_values(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """`tagged`(kind, value): every distinct personal value of the lake. What a business is called is public.

    Who wrote that a name is unknown named nobody. Nor do our own labels: an ERP may call its walk-in customers "Store".
    """
    nothing = "select null::varchar as kind, null::varchar as value where false"
    parts, public = [nothing], _labels(settings)
    for entity in (e for system in load_contracts().values() for e in system.entities.values()):
        if not (settings.lake / entity.system / entity.name).exists():
            continue
        source = f"read_parquet('{settings.lake}/{entity.system}/{entity.name}/*/*.parquet', union_by_name = true)"
        for column in entity.columns.values():
            if column.personal in BOUNDARY_KINDS:
                parts.append(
                    f"select '{BOUNDARY_KINDS[column.personal]}' as kind, {column.name} as value from {source}"
                )
            if column.personal == "consumer_name":
                public.append(f"select {column.name} as value from {source} where {_is_business(entity, column)}")
    nobodies = ", ".join(map(literal, sorted(PLACEHOLDERS)))
    connection.execute(f"""
        create or replace temp table tagged as
        with public as (select distinct {_narrow("value")} as value from ({" union all ".join(public)})),
        delivered as (select distinct kind, value from ({" union all ".join(parts)}) where length(value) > 1
            and (kind <> 'name' or lower(value) not in ({nobodies}))
            and (kind not in ('phone', 'email') or regexp_matches(value, '{_REACHES}'))
            and (kind <> 'address' or regexp_matches(value, '{_IS_SOMEWHERE}')))

        select kind, value from delivered where kind <> 'name' or {_narrow("value")} not in (from public)
        union
        select kind, {_narrow("value")} from delivered where kind = 'name' and {_narrow("value")} not in (from public)
    """)


def _labels(settings: Settings) -> list[str]:
    """SQL of the names that the reviewed seeds give to codes."""
    seeds = sorted((settings.dbt_project / "seeds").glob("*.csv"))
    named = [seed for seed in seeds if "name_en,name_zh" in seed.read_text(encoding="utf-8").splitlines()[0]]
    read = (f"read_csv({literal(str(seed))}, header = true, all_varchar = true)" for seed in named)
    return [f"select unnest([name_en, name_zh]) as value from {rows}" for rows in read]


def _narrow(text: str) -> str:
    """Full-width letters and signs in their usual width, as names are published. Few texts hold any."""
    wide, usual = "".join(map(chr, range(0xFF01, 0xFF5F))) + "\u3000", "".join(map(chr, range(0x21, 0x7F))) + " "
    narrowed = f"translate({text}, {literal(wide)}, {literal(usual)})"
    return f"case when regexp_matches({text}, '[\uff01-\uff5e\u3000]') then {narrowed} else {text} end"


def _is_business(entity: Entity, name: Column) -> str:
    tests = [f"{name.name} is not null"]
    if "customer_type" in entity.columns:
        tests.append("customer_type = 'business'")
    elif "tax_id" in entity.columns:
        tests.append("tax_id is not null")
    return " and ".join(tests)


def _plain(table: str) -> str:
    return table.replace('"', "")
