"""Excel sheets as text columns."""

import subprocess
import sys
from pathlib import Path

import duckdb

from . import spreadsheet_cells
from .errors import DeliveryStopped
from .sql import file_literal
from .width import refuse_width

# 1,048,576 rows of 20 numbers need 1.2 GB.
MEMORY_BYTES = 2 << 30
SECONDS = 300


def read_spreadsheet(
    connection: duckdb.DuckDBPyConnection, path: Path, sheet: str | None, table: str, spool: Path
) -> list[str | None]:
    """`table`(_line, _problem, _text, c1, ...) of one sheet and its column names; `_line` is Excel's row number."""
    cells = spool.with_suffix(".jsonl")
    try:
        _extract(path, sheet, cells)
        connection.execute(f"""
            create or replace temp table sheet_rows as
            select * from read_json({file_literal(cells)}, format = 'newline_delimited', compression = 'uncompressed',
                columns = {{n: 'BIGINT', v: 'VARCHAR[]'}})""")
    finally:
        cells.unlink(missing_ok=True)
    first = connection.execute("select n, v from sheet_rows order by n limit 1").fetchone()
    if first is None:
        raise DeliveryStopped(f"{path.name} is empty. Deliver it again")
    header_row, header = first
    while header and header[-1] is None:
        header.pop()
    refuse_width(path, len(header))
    values = "".join(f", v[{position}] as c{position}" for position in range(1, len(header) + 1))
    connection.execute(f"""
        create or replace temp table {table} as
        select n as _line, null::varchar as _problem, null::varchar as _text{values}
        from sheet_rows where n > {header_row} order by n""")
    connection.execute("drop table sheet_rows")
    return header


def _extract(path: Path, sheet: str | None, cells: Path) -> None:
    program = [sys.executable, "-I", spreadsheet_cells.__file__]
    bounds = [str(MEMORY_BYTES), str(SECONDS)]
    done = subprocess.run([*program, str(path), sheet or "", str(cells), *bounds], capture_output=True, text=True)
    if done.returncode == spreadsheet_cells.UNREADABLE:
        raise DeliveryStopped(f"{path.name} {done.stderr.strip()}")
    if "No space left on device" in done.stderr:
        raise OSError(28, "No space left on device", str(cells))
    if done.returncode != 0:
        raise DeliveryStopped(
            f"{path.name} cannot be read within {MEMORY_BYTES >> 30} GB of memory and {SECONDS} seconds: it holds more "
            "than an Excel sheet should. Deliver it as CSV"
        )
