"""Rows of an Excel sheet made empty: the rest of the workbook stays where it is."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook

WRITABLE = {".xlsx", ".xlsm"}


def blank_rows(source: Path, target: Path, sheet: str | None, rows: Iterable[int]) -> None:
    """Write the workbook without the content of the rows (Excel's numbers) of one sheet, the first by default.

    Formulas become the values that they had, because ingest reads those; charts and pictures are left out. The older
    binary kinds (.xls, .xlsb) can be read, not written: of them the values are kept, as a workbook of the newer kind.
    """
    workbook = _opened(source)
    chosen = workbook[sheet] if sheet else workbook.worksheets[0]
    for number in rows:
        for merged in [area for area in chosen.merged_cells.ranges if area.min_row <= number <= area.max_row]:
            chosen.unmerge_cells(merged.coord)
        for cell in chosen[number]:
            cell.value = cell.hyperlink = cell.comment = None
    workbook.save(target)


def _opened(source: Path) -> "Workbook":
    from openpyxl import load_workbook  # only for who is erased

    suffix = source.suffix.lower()
    if suffix in WRITABLE:
        return load_workbook(source, data_only=True, keep_vba=suffix == ".xlsm")
    with source.open("rb") as stream:
        return _with_values_of(stream)


def _with_values_of(stream) -> "Workbook":
    """A new workbook: the same sheets, and every value in its place."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    old, new = CalamineWorkbook.from_filelike(stream), Workbook()
    new.remove(new.active)
    for position, known in enumerate(old.sheets_metadata):
        sheet = new.create_sheet(known.name)
        is_table = known.typ == SheetTypeEnum.WorkSheet  # a page that is a chart is left empty
        for row, values in enumerate(old.get_sheet_by_index(position).iter_rows() if is_table else (), start=1):
            for column, value in enumerate(values, start=1):
                if isinstance(value, str):
                    cell = sheet.cell(row, column, ILLEGAL_CHARACTERS_RE.sub("", value) or None)
                    cell.data_type = "s"  # a text that begins with = is no formula
                else:
                    sheet.cell(row, column, value)
    return new
