"""A check on everything about to be published: no phone number, e-mail address, national ID, and no tagged value.

Two nets. Patterns find what looks like personal data in any text, whoever put it there. Tagged values of the lake
(`personal:` in the contracts) are looked for literally: that finds what has no pattern, a name or an address.
"""

import re
from dataclasses import dataclass

import duckdb

from dagster_project.contracts import Column, Entity, load_contracts
from dagster_project.ingest.sql import literal
from dagster_project.settings import Settings

PUBLIC_SCHEMAS = ("marts", "metrics", "ml", "meta")
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
    r"name|contact|owner|person|detail|outcome|reason|text|comment|suggest|explan|record|note|title"
)
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
    """Every public text column of a build (or published) file that shows personal data. Creates temporary tables."""
    columns = _text_columns(connection)
    leaks = [leak for table, names in columns.items() for leak in _matching(connection, table, names)]
    _collect_tagged_values(connection, settings)
    return leaks + [leak for table, names in columns.items() for leak in _literal(connection, table, names)]


def _text_columns(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    rows = connection.execute(
        """
        select '"' || table_schema || '"."' || table_name || '"', list(column_name order by ordinal_position)
        from information_schema.columns
        where data_type = 'VARCHAR' and list_contains(?, table_schema) and table_catalog = current_database()
        group by all order by 1
        """,
        [list(PUBLIC_SCHEMAS)],
    ).fetchall()
    return dict(rows)


def _matching(connection: duckdb.DuckDBPyConnection, table: str, columns: list[str]) -> list[Leak]:
    leaks = []
    for column in (name for name in columns if not KEY_COLUMN.search(name)):
        # Most columns hold few different texts, and most texts are shorter than any of these or hold no digit or @.
        counts = ", ".join(f"count(*) filter (regexp_matches(text, '{pattern}'))" for pattern in PATTERNS.values())
        found = connection.execute(f"""
            select {counts} from (
                select distinct "{column}" as text from {table} where length("{column}") > 5
            ) where contains(text, '@') or regexp_matches(text, '[0-9]{{4}}')""").fetchone()
        leaks += [
            Leak(_plain(table), column, f"a {what}", count)
            for what, count in zip(PATTERNS, found, strict=True)
            if count
        ]
    return leaks


def _literal(connection: duckdb.DuckDBPyConnection, table: str, columns: list[str]) -> list[Leak]:
    leaks = []
    for column in columns:
        names_too = "true" if NAME_COLUMN.search(column) else "tagged.kind <> 'name'"
        rows = connection.execute(f"""
            select tagged.kind, count(distinct tagged.value) from {table} as shown
            join tagged on shown."{column}" = tagged.value where {names_too} group by all order by all""").fetchall()
        leaks += [Leak(_plain(table), column, f"a delivered {kind}", count) for kind, count in rows]
    return leaks


def _collect_tagged_values(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """`tagged`(kind, value): every distinct personal value of the lake. What a business is called is public."""
    parts, public = [], []
    for entity in (e for system in load_contracts().values() for e in system.entities.values()):
        source = f"read_parquet('{settings.lake}/{entity.system}/{entity.name}/*/*.parquet', union_by_name = true)"
        for column in entity.columns.values():
            if column.personal in BOUNDARY_KINDS:
                parts.append(
                    f"select '{BOUNDARY_KINDS[column.personal]}' as kind, {column.name} as value from {source}"
                )
            if column.personal == "consumer_name":
                public.append(f"select {column.name} as value from {source} where {_is_business(entity, column)}")
    connection.execute(f"""
        create or replace temp table tagged as
        with public as (select distinct {_narrow("value")} as value from ({" union all ".join(public)})),
        delivered as (select distinct kind, value from ({" union all ".join(parts)}) where length(value) > 1)

        select kind, value from delivered where kind <> 'name' or {_narrow("value")} not in (from public)
        union
        select kind, {_narrow("value")} from delivered where kind = 'name' and {_narrow("value")} not in (from public)
    """)


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
