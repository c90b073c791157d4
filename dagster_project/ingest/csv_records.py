"""CSV -> records with their physical line numbers, set-based.

DuckDB's own CSV reader gives no line numbers, so lines are read raw and split in SQL: as fast for plain lines, and a
malformed line stays one quarantined row with its number instead of shifting or ending the read.
"""

import re
from pathlib import Path

import duckdb

from .errors import DeliveryStopped
from .plain_text import LONGEST_LINE, too_long
from .sql import file_literal, literal

# Four control characters: no delivered line holds them, so each line arrives whole in one column.
NO_DELIMITER = "\x01\x02\x03\x04"


def read_lines(connection: duckdb.DuckDBPyConnection, path: Path, table: str) -> None:
    """`table`(_line, line): every physical line of a UTF-8 file, blank ones as null. Raises DeliveryStopped."""
    try:
        _read_lines(connection, path, table)
    except duckdb.InvalidInputException as problem:
        if "Maximum line size" in str(problem):
            raise DeliveryStopped(too_long(path)) from problem
        raise


def _read_lines(connection: duckdb.DuckDBPyConnection, path: Path, table: str) -> None:
    connection.execute(f"""
        create or replace temp table {table} as
        select row_number() over () as _line, line
        from read_csv(
            {file_literal(path)}, columns = {{'line': 'VARCHAR'}}, delim = {literal(NO_DELIMITER)}, quote = '',
            escape = '', header = false, auto_detect = false, strict_mode = false, compression = 'none',
            max_line_size = {LONGEST_LINE}
        )""")


def join_quoted_lines(connection: duckdb.DuckDBPyConnection, table: str, delimiter: str) -> None:
    """Joins the lines of a quoted value into one record, numbered by its first line; drops blank records.

    Only a line with an odd number of quotes can open or close. One that cannot open (a stray quote) leaves the state
    closed; a quote that is never closed stays alone on its line.
    """
    connection.execute(f"""
        create or replace temp table odd_lines as
        select _line, regexp_full_match(line, {literal(_opening_line(delimiter))}) as opens
        from {table}
        where contains(line, '"') and (length(line) - length(replace(line, '"', ''))) % 2 = 1""")
    for statement in (_STATES, _WITHOUT_UNCLOSED, _STATES):
        connection.execute(statement)
    spans = connection.execute("select count(*) from states where is_inside").fetchone()[0]
    if not spans:
        connection.execute(f"delete from {table} where line is null")
        return
    connection.execute(f"""
        create or replace temp table joined_records as
        with spans as (
            select _line as first_line, lead(_line) over (order by _line) as last_line, is_inside from states
        ),
        opened as (select first_line, last_line from spans where is_inside)

        select opened.first_line as _line, string_agg(coalesce(lines.line, ''), chr(10) order by lines._line) as line
        from {table} as lines
        join opened on lines._line between opened.first_line and opened.last_line
        group by all""")
    _chain_records(connection, table)


_STATES = """
    create or replace temp table states as
    with groups as (select *, count(*) filter (not opens) over (order by _line) as reset_count from odd_lines)
    select _line, (count(*) filter (opens) over (partition by reset_count order by _line)) % 2 = 1 as is_inside
    from groups"""

_WITHOUT_UNCLOSED = """
    delete from odd_lines
    where _line = (select max(_line) from states) and (select arg_max(is_inside, _line) from states)"""


def _chain_records(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    connection.execute("""
        create or replace temp table covered as
        select distinct
            unnest(generate_series(_line, _line + length(line) - length(replace(line, chr(10), '')))) as _line
        from joined_records""")
    connection.execute(f"delete from {table} where line is null or _line in (select _line from covered)")
    connection.execute(f"insert into {table} select _line, line from joined_records")


def fields_sql(delimiter: str) -> str:
    """SQL for the list of texts of a record in column `line`; null where the record is malformed."""
    d = re.escape(delimiter)
    field = literal(f'(?:"(?:[^"]|"")*"|[^"{d}][^{d}]*|){d}')
    found = f"regexp_extract_all(line || {literal(delimiter)}, {field})"
    whole = f"length(array_to_string({found}, '')) = length(line) + 1"
    unquoted = "case when part[1] = '\"' then replace(part[2:-3], '\"\"', '\"') else part[1:-2] end"
    # Exporters often quote every field: then all quotes stand at the borders, and no regular expression is needed.
    borders = f"string_split(line[2:-2], {literal(chr(34) + delimiter + chr(34))})"
    quotes = "length(line) - length(replace(line, '\"', ''))"
    return f"""
        case
            when not contains(line, '"') then string_split(line, {literal(delimiter)})
            when starts_with(line, '"') and ends_with(line, '"') and {quotes} = 2 * len({borders}) then {borders}
            when {whole} then list_transform({found}, lambda part: {unquoted})
        end"""


def _opening_line(delimiter: str) -> str:
    d = re.escape(delimiter)
    return f'(?:(?:"(?:[^"]|"")*"|[^"{d}][^{d}]*|){d})*"(?:[^"]|"")*'
