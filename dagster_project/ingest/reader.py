"""A delivered file -> a relation whose columns are all VARCHAR, plus `_line`, the physical line (or row) number.

The table `<relation>_raw` holds what was delivered: `_line`, `_problem` (why a line is malformed, else null), `_text` (such a
line), and the values as c1, c2, ... The view `<relation>` names them and turns null texts into nulls.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from .csv_records import fields_sql, join_quoted_lines, read_lines
from .errors import DeliveryStopped
from .mapping import DeliveryMapping
from .plain_text import REPLACEMENT, as_utf8
from .spreadsheet import read_spreadsheet
from .sql import literal, literal_list, name


@dataclass(frozen=True)
class Relation:
    """A delivered file in DuckDB. `columns`: delivered names in order; `malformed_count`: lines that are no row."""

    relation: str
    columns: tuple[str, ...]
    malformed_count: int


def read_delivery(
    connection: duckdb.DuckDBPyConnection, path: Path, mapping: DeliveryMapping, *, relation: str, spool: Path
) -> Relation:
    """Reads one file by its mapping. Raises DeliveryStopped where the file as a whole is not readable."""
    kind = mapping.format_of(path)
    raw = f"{relation}_raw"
    try:
        if kind == "csv":
            header = _read_csv(connection, path, mapping, raw, spool)
        elif kind == "jsonl":
            header = _read_json_lines(connection, path, mapping, raw, spool)
        elif kind == "parquet":
            header = _read_parquet(connection, path, raw)
        elif kind == "xlsx":
            header = read_spreadsheet(connection, path, mapping.sheet, raw)
        else:
            raise DeliveryStopped(f"{path.name}: unknown format. Write format: csv, jsonl, parquet or xlsx")
    except duckdb.Error as problem:
        raise DeliveryStopped(f"{path.name} is not readable as {kind}: {str(problem).splitlines()[0]}") from problem
    columns = _names(header, mapping.rename)
    total, malformed = connection.execute(f"select count(*), count(_problem) from {raw}").fetchone()
    if total == 0 and not columns:
        raise DeliveryStopped(f"{path.name} is empty: not even column names. Deliver it again")
    _create_view(connection, relation, columns, mapping.null_values)
    return Relation(relation, columns, malformed)


def _read_csv(connection, path: Path, mapping: DeliveryMapping, raw: str, spool: Path) -> list[str]:
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
    problem = f"""
        case
            when {_damage(damaged)} then {literal(_not_encoded(mapping))}
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
    connection.execute("drop table lines")
    _refuse_wrong_encoding(connection, path, mapping, raw)
    return header


def _read_json_lines(connection, path: Path, mapping: DeliveryMapping, raw: str, spool: Path) -> list[str]:
    text, damaged = as_utf8(path, mapping.encoding, spool)
    read_lines(connection, text, "lines")
    connection.execute(f"""
        create or replace temp table objects as
        select
            _line, line,
            case
                when {_damage(damaged)} then {literal(_not_encoded(mapping))}
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
    shape = "{" + ", ".join(f'{_json_text(connection, key)}: "VARCHAR"' for key in header) + "}"
    _split_objects(connection, raw, header, shape)
    connection.execute("drop table objects")
    return header


def _split_objects(connection, raw: str, header: list[str], shape: str) -> None:
    values = ", ".join(f"struct_extract(fields, {literal(key)}) as c{i}" for i, key in enumerate(header, start=1))
    connection.execute(f"""
        create or replace temp table {raw} as
        select _line, _problem, case when _problem is not null then line end as _text, {values}
        from (select *, json_transform(case when _problem is null then line end, {literal(shape)}) as fields from objects)
        """)


def _json_text(connection, text: str) -> str:
    return connection.execute("select to_json(?::varchar)::varchar", [text]).fetchone()[0]


def _read_parquet(connection, path: Path, raw: str) -> list[str]:
    source = f"read_parquet({literal(path)}, file_row_number = true, hive_partitioning = false)"
    found = connection.execute(f"describe select * exclude (file_row_number) from {source}").fetchall()
    header = [row[0] for row in found]
    values = ", ".join(f"cast({name(column)} as varchar) as c{i}" for i, column in enumerate(header, start=1))
    connection.execute(f"""
        create or replace temp table {raw} as
        select file_row_number + 1 as _line, null::varchar as _problem, null::varchar as _text, {values} from {source}""")
    return header


def _damage(damaged: bool) -> str:
    return f"contains(line, {literal(REPLACEMENT)})" if damaged else "false"


def _not_encoded(mapping: DeliveryMapping) -> str:
    return f"malformed line: not {mapping.encoding.removesuffix('-sig')} text"


def _refuse_wrong_encoding(connection, path: Path, mapping: DeliveryMapping, raw: str) -> None:
    """One broken line is a broken line; most lines broken is a wrong `encoding:`."""
    total, broken = connection.execute(
        f"select count(*), count(*) filter (_problem = {literal(_not_encoded(mapping))}) from {raw}"
    ).fetchone()
    if broken * 2 > total:
        encoding = mapping.encoding.removesuffix("-sig")
        raise DeliveryStopped(
            f"{path.name}: {broken} of {total} lines are not {encoding} text. Correct 'encoding:' in the mapping"
        )


def _names(header: list[str | None], rename: dict[str, str]) -> tuple[str, ...]:
    """Delivered names, trimmed; an empty one becomes column_<n>, a repeated one gets its position."""
    taken = {"_line"}
    names: list[str] = []
    for position, delivered in enumerate(header, start=1):
        text = (delivered or "").strip(" \t\ufeff\u3000\u00a0") or f"column_{position}"
        text = rename.get(text, text)
        if text.lower() in taken:
            text = f"{text}_{position}"
        taken.add(text.lower())
        names.append(text)
    return tuple(names)


def _create_view(connection, relation: str, columns: tuple[str, ...], null_values: tuple[str, ...]) -> None:
    def value(position: int) -> str:
        if not null_values:
            return f"c{position}"
        if null_values == ("",):
            return f"nullif(c{position}, '')"
        return f"case when trim(c{position}) not in ({literal_list(null_values)}) then c{position} end"

    values = "".join(f", {value(i)} as {name(column)}" for i, column in enumerate(columns, start=1))
    connection.execute(
        f"create or replace temp view {relation} as select _line{values} from {relation}_raw where _problem is null"
    )
