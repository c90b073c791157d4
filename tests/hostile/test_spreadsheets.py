"""A small Excel file that asks for terabytes ends the reader, not the run."""

from zipfile import ZIP_DEFLATED, ZipFile

import pyarrow as pa
import pytest

from dagster_project.demo.spreadsheet import workbook_bytes
from dagster_project.ingest import spreadsheet

MAPPING = 'deliveries: [{files: "o_{business_date}.*", mode: delta, entities: {crm.owners: {}}}]'
SHEET = "xl/worksheets/sheet1.xml"
HEADER = '<row><c t="inlineStr"><is><t>owner_id</t></is></c><c t="inlineStr"><is><t>name</t></is></c></row>'
LAST_CORNER = HEADER + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
REFUSED = "o_2026-01-02.xlsx cannot be read within 0 GB of memory and 300 seconds: it holds more than an Excel sheet "
REFUSED += "should. Deliver it as CSV"


def deliver_workbook(home, name, sheet_data):
    file = home.deliver(name, workbook_bytes(pa.table({"owner_id": ["1"], "name": ["Ann"]})))
    with ZipFile(file) as archive:
        parts = {part: archive.read(part) for part in archive.namelist() if part != SHEET}
        start, end = archive.read(SHEET).split(b"<sheetData>")[0], b"</sheetData></worksheet>"
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
        with archive.open(SHEET, "w") as stream:
            stream.write(start + b"<sheetData>")
            for block in sheet_data:
                stream.write(block)
            stream.write(end)
    return file


@pytest.fixture
def small_bounds(monkeypatch):
    monkeypatch.setattr(spreadsheet, "MEMORY_BYTES", 400 << 20)


def bomb():
    """One text of 500 MB, half a megabyte in the file."""
    yield HEADER.encode() + b'<row><c t="inlineStr"><is><t>'
    for _ in range(500):
        yield b"x" * (1 << 20)
    yield b"</t></is></c></row>"


@pytest.mark.parametrize("sheet_data", [[LAST_CORNER.encode()], bomb()], ids=["last corner", "zip bomb"])
def test_a_workbook_that_swells_is_refused_and_the_others_are_loaded(home, small_bounds, sheet_data):
    home.map(MAPPING)
    home.deliver("o_2026-01-01.xlsx", workbook_bytes(pa.table({"owner_id": ["1"], "name": ["Ann"]})))
    file = deliver_workbook(home, "o_2026-01-02.xlsx", sheet_data)
    assert file.stat().st_size < 1_000_000
    loaded, refused = home.ingest()
    assert (loaded.status, refused.status, refused.message) == ("loaded", "stopped", REFUSED)
    assert home.rows("name", "crm.owners") == [("Ann",)]
    assert home.ingest() == []


def test_what_is_no_workbook_is_refused(home):
    home.map(MAPPING)
    home.deliver("o_2026-01-02.xlsx", b"PK\3\4" + b"\0" * 100)
    (result,) = home.ingest()
    assert result.message.startswith("o_2026-01-02.xlsx is not readable as an Excel file: ")


def test_a_formula_in_a_cell_is_the_value_that_was_saved_and_is_never_computed(home):
    home.map(MAPPING)
    row = '<row><c t="str"><f>1+1</f><v>7</v></c><c t="inlineStr"><is><t>=HYPERLINK("http://x")</t></is></c></row>'
    deliver_workbook(home, "o_2026-01-02.xlsx", [HEADER.encode(), row.encode()])
    home.ingest()
    assert home.rows("owner_id, name", "crm.owners") == [("7", '=HYPERLINK("http://x")')]
