"""Rows of an Excel sheet made empty: the rest of the workbook stays where it is."""

from collections.abc import Iterable
from pathlib import Path

WORKBOOKS = {".xlsx", ".xlsm"}  # the older binary formats can be read, not written


def blank_rows(source: Path, target: Path, sheet: str | None, rows: Iterable[int]) -> None:
    """Write the workbook without the content of the rows (Excel's numbers) of one sheet, the first by default.

    Formulas become the values that they had, because ingest reads those; charts and pictures are left out.
    """
    from openpyxl import load_workbook  # only for who is erased

    workbook = load_workbook(source, data_only=True, keep_vba=source.suffix.lower() == ".xlsm")
    chosen = workbook[sheet] if sheet else workbook.worksheets[0]
    for number in rows:
        for cell in chosen[number]:
            cell.value = cell.hyperlink = cell.comment = None
    workbook.save(target)
