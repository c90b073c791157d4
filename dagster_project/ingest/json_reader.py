"""JSON lines as text columns: one for each key met; nested values stay JSON text."""

from pathlib import Path

import duckdb

from .csv_records import read_lines
from .errors import DeliveryStopped
from .mapping import DeliveryMapping
from .plain_text import as_utf8
from .sql import literal
from .text_damage import is_damaged_sql, not_encoded
from .width import refuse_width


def read_json_lines(
    connection: duckdb.DuckDBPyConnection, path: Path, mapping: DeliveryMapping, *, raw: str, spool: Path
) -> list[str]:
    """Table `raw` of a file with one JSON object a line; returns the keys met, in order of appearance."""
    text, damaged = as_utf8(path, mapping.encoding, spool)
    read_lines(connection, text, "lines")
    connection.execute(f"""
        create or replace temp table objects as
        select
            _line, line,
            case
                when {is_damaged_sql(damaged)} then {literal(not_encoded(mapping))}
                when not json_valid(line) or json_type(line) <> 'OBJECT' then 'malformed line: not a JSON object'
            end as _problem
        from lines
        where trim(line) <> ''""")
    keys = connection.execute("""
        select key from (
            select unnest(json_keys(line)) as key, _line from objects where _problem is null
        ) group by key order by min(_line), key""").fetchall()
    header = [key for (key,) in keys]
    if not header:
        raise DeliveryStopped(f"{path.name} holds no JSON object. Deliver it again")
    refuse_width(path, len(header))
    shape = "{" + ", ".join(f'{_json_text(connection, key)}: "VARCHAR"' for key in header) + "}"
    _split_objects(connection, raw, header, shape)
    connection.execute("drop table objects")
    return header


def _split_objects(connection: duckdb.DuckDBPyConnection, raw: str, header: list[str], shape: str) -> None:
    values = ", ".join(
        f"replace(struct_extract(fields, {literal(key)}), chr(0), '') as c{i}" for i, key in enumerate(header, start=1)
    )
    connection.execute(f"""
        create or replace temp table {raw} as
        select _line, _problem, case when _problem is not null then line end as _text, {values}
        from (
            select *, json_transform(case when _problem is null then line end, {literal(shape)}) as fields
            from objects
        )
        """)


def _json_text(connection: duckdb.DuckDBPyConnection, text: str) -> str:
    return connection.execute("select to_json(?::varchar)::varchar", [text]).fetchone()[0]
