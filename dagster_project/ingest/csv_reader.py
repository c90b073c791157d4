"""CSV files as text columns."""

import re
from pathlib import Path

import duckdb

from .csv_records import fields_sql, join_quoted_lines, read_lines
from .errors import DeliveryStopped
from .mapping import DeliveryMapping
from .plain_text import BLANKS, REPLACEMENT, as_utf8
from .sql import literal
from .text_damage import is_damaged_sql, not_encoded
from .width import refuse_width


def read_csv(
    connection: duckdb.DuckDBPyConnection, path: Path, mapping: DeliveryMapping, *, raw: str, spool: Path
) -> tuple[list[str], bool]:
    """Table `raw` of a CSV file; returns its column names and whether some value has blanks at its ends."""
    text, damaged = as_utf8(path, mapping.encoding, spool)
    read_lines(connection, text, "lines")
    join_quoted_lines(connection, "lines", mapping.delimiter)
    fields = fields_sql(mapping.delimiter)
    first = connection.execute(f"select _line, line, {fields} from lines order by _line limit 1").fetchone()
    if first is None:
        raise DeliveryStopped(f"{path.name} is empty. Deliver it again")
    header_line, header_text, header = first
    if header is None or (damaged and REPLACEMENT in header_text):
        raise DeliveryStopped(
            f"{path.name}:{header_line}: the column names are not readable. Check encoding and quotes"
        )
    count = len(header)
    refuse_width(path, count)
    problem = f"""
        case
            when {is_damaged_sql(damaged)} then {literal(not_encoded(mapping))}
            when fields is null then 'malformed line: quotes do not match'
            when len(fields) <> {count} then 'malformed line: ' || len(fields) || ' values for {count} columns'
        end"""
    values = ", ".join(f"case when _problem is null then fields[{i}] end as c{i}" for i in range(1, count + 1))
    connection.execute(f"""
        create or replace temp table {raw} as
        select _line, _problem, case when _problem is not null then line end as _text, {values}
        from (
            select *, {problem} as _problem
            from (select _line, line, {fields} as fields from lines where _line > {header_line})
        )""")
    padded = connection.execute(
        f"select bool_or(regexp_matches(line, {literal(_padded(mapping))})) from lines"
    ).fetchone()
    connection.execute("drop table lines")
    _refuse_wrong_encoding(connection, path, mapping, raw)
    return header, bool(padded[0])


def _padded(mapping: DeliveryMapping) -> str:
    """One look at whole lines, so that clean files need no trimming of each value (0.3 s per million and column)."""
    border = f'[{re.escape(mapping.delimiter)}"\n]'
    inner = BLANKS.replace(mapping.delimiter, "")
    return f"^[{inner}]|[{inner}]$|{border}[{inner}]|[{inner}]{border}"


def _refuse_wrong_encoding(
    connection: duckdb.DuckDBPyConnection, path: Path, mapping: DeliveryMapping, raw: str
) -> None:
    """One broken line is a broken line; most lines broken is a wrong `encoding:`."""
    total, broken = connection.execute(
        f"select count(*), count(*) filter (_problem = {literal(not_encoded(mapping))}) from {raw}"
    ).fetchone()
    if broken * 2 > total:
        encoding = mapping.encoding.removesuffix("-sig")
        raise DeliveryStopped(
            f"{path.name}: {broken} of {total} lines are not {encoding} text. Correct 'encoding:' in the mapping"
        )
