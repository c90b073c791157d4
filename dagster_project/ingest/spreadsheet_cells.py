"""The cells of one Excel sheet as JSON lines, read in a process of its own with a bound on memory and time.

An Excel file of some kilobytes can ask for terabytes: a zip bomb, one text shown in a million cells, one cell in the
last corner of the sheet. The reader then dies of the bound, and only the reader. Run as a script, so that nothing but
the reader is loaded: <file> <sheet or ''> <output> <bytes of memory> <seconds>.
"""

import json
import resource
import sys
from datetime import date, datetime
from pathlib import Path

UNREADABLE = 3


def main(path: str, sheet: str, output: str, memory: str, seconds: str) -> int:
    """Writes {"n": Excel's row number, "v": texts} for each row that is not empty. Returns the exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from python_calamine import CalamineError, CalamineWorkbook, WorksheetNotFound

    try:
        with Path(path).open("rb") as stream:  # by its content: which kind it is, the name need not tell
            workbook = CalamineWorkbook.from_filelike(stream)
        chosen = workbook.get_sheet_by_name(sheet) if sheet else workbook.get_sheet_by_index(0)
        _write(chosen, Path(output))
    except WorksheetNotFound:
        print(f"has no sheet '{sheet}'. Sheets: {', '.join(workbook.sheet_names)}", file=sys.stderr)
        return UNREADABLE
    except CalamineError as problem:
        print(f"is not readable as an Excel file: {problem}", file=sys.stderr)
        return UNREADABLE
    return 0


def _write(sheet, output: Path) -> None:
    with output.open("w", encoding="utf-8") as stream:
        for number, row in enumerate(sheet.iter_rows(), start=1):
            if any(value != "" for value in row):
                json.dump({"n": number, "v": [_text(value) for value in row]}, stream, ensure_ascii=False)
                stream.write("\n")


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
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
