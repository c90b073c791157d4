"""A delivered file -> a relation whose columns are all VARCHAR, plus `_line`, the physical line (or row) number.

The table `<relation>_raw` holds what was delivered: `_line`, `_problem` (why a line is malformed, else null), `_text`
(such a line), and the values as c1, c2, ... The view `<relation>` names them and turns null texts into nulls.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from .csv_reader import read_csv
from .engine_words import cause
from .errors import DeliveryStopped
from .json_reader import read_json_lines
from .mapping import DeliveryMapping
from .space import is_out_of_space
from .spreadsheet import read_spreadsheet
from .sql import file_literal, literal_list, name
from .width import refuse_width


@dataclass(frozen=True)
class Relation:
    """A delivered file in DuckDB. `columns`: delivered names in order; `malformed_count`: lines that are no row.

    `padded`: values may have blanks at their ends.
    """

    relation: str
    columns: tuple[str, ...]
    malformed_count: int
    padded: bool


def read_delivery(
    connection: duckdb.DuckDBPyConnection, path: Path, mapping: DeliveryMapping, *, relation: str, spool: Path
) -> Relation:
    """Reads one file by its mapping. Raises DeliveryStopped where the file as a whole is not readable."""
    kind = mapping.format_of(path)
    raw = f"{relation}_raw"
    padded = True
    try:
        if kind == "csv":
            header, padded = read_csv(connection, path, mapping, raw=raw, spool=spool)
        elif kind == "jsonl":
            header = read_json_lines(connection, path, mapping, raw=raw, spool=spool)
        elif kind == "parquet":
            header = _read_parquet(connection, path, raw)
        elif kind == "xlsx":
            header = read_spreadsheet(connection, path, mapping.sheet, raw, spool)
        else:
            raise DeliveryStopped(f"{path.name}: unknown format. Write format: csv, jsonl, parquet or xlsx")
    except duckdb.Error as problem:
        if is_out_of_space(problem):
            raise
        raise DeliveryStopped(f"{path.name} is not readable as {kind}: {cause(str(problem))}") from problem
    columns = _names(header, mapping.rename)
    total, malformed = connection.execute(f"select count(*), count(_problem) from {raw}").fetchone()
    if total == 0 and not columns:
        raise DeliveryStopped(f"{path.name} is empty: not even column names. Deliver it again")
    _create_view(connection, relation, columns, mapping.null_values)
    return Relation(relation, columns, malformed, padded)


def _read_parquet(connection: duckdb.DuckDBPyConnection, path: Path, raw: str) -> list[str]:
    source = f"read_parquet({file_literal(path)}, file_row_number = true, hive_partitioning = false)"
    found = connection.execute(f"describe select * exclude (file_row_number) from {source}").fetchall()
    header = [row[0] for row in found]
    refuse_width(path, len(header))
    values = ", ".join(
        f"replace(cast({name(column)} as varchar), chr(0), '') as c{i}" for i, column in enumerate(header, start=1)
    )
    connection.execute(f"""
        create or replace temp table {raw} as
        select file_row_number + 1 as _line, null::varchar as _problem, null::varchar as _text, {values}
        from {source}""")
    return header


def _names(header: list[str | None], rename: dict[str, str]) -> tuple[str, ...]:
    """Delivered names, trimmed; an empty one becomes column_<n>, a repeated one gets its position."""
    taken = {"_line", "_row", "_kept"}
    names: list[str] = []
    for position, delivered in enumerate(header, start=1):
        text = (delivered or "").strip(" \t\ufeff\u3000\u00a0") or f"column_{position}"
        text = rename.get(text, text)
        if text.lower() in taken:
            text = f"{text}_{position}"
        taken.add(text.lower())
        names.append(text)
    return tuple(names)


def _create_view(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: tuple[str, ...], null_values: tuple[str, ...]
) -> None:
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
