"""Excel sheets as text columns. Bounded by Excel's own 1,048,576 rows, so values may pass through Python."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook, WorksheetNotFound

from .errors import DeliveryStopped


def read_spreadsheet(
    connection: duckdb.DuckDBPyConnection, path: Path, sheet: str | None, table: str
) -> list[str | None]:
    """`table`(_line, _problem, _text, c1, ...) of one sheet and its column names; `_line` is Excel's row number."""
    rows = _rows(path, sheet)
    first = next((number for number, row in enumerate(rows) if any(value != "" for value in row)), None)
    if first is None:
        raise DeliveryStopped(f"{path.name} is empty. Deliver it again")
    header = [_text(value) for value in rows[first]]
    while header and header[-1] is None:
        header.pop()
    kept = [number for number in range(first + 1, len(rows)) if any(value != "" for value in rows[number])]
    empty = pa.nulls(len(kept), pa.string())
    columns = {"_line": pa.array([number + 1 for number in kept], pa.int64()), "_problem": empty, "_text": empty}
    for position in range(len(header)):
        values = [_text(rows[number][position]) for number in kept]
        columns[f"c{position + 1}"] = pa.array(values, pa.string())
    connection.register("sheet_rows", pa.table(columns))
    connection.execute(f"create or replace temp table {table} as select * from sheet_rows order by _line")
    connection.unregister("sheet_rows")
    return header


def _rows(path: Path, sheet: str | None) -> list[list]:
    try:
        workbook = CalamineWorkbook.from_path(path)
        chosen = workbook.get_sheet_by_name(sheet) if sheet else workbook.get_sheet_by_index(0)
        # Keeping the empty area makes the position in the list Excel's row number.
        return chosen.to_python(skip_empty_area=False)
    except WorksheetNotFound as problem:
        known = ", ".join(CalamineWorkbook.from_path(path).sheet_names)
        raise DeliveryStopped(f"{path.name} has no sheet '{sheet}'. Sheets: {known}") from problem
    except CalamineError as problem:
        raise DeliveryStopped(f"{path.name} is not readable as an Excel file: {problem}") from problem


def _text(value: object) -> str | None:
    """A cell as text. Excel keeps every number as a float: 42.0 is 42; a date at midnight is a date."""
    if value == "":
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)
