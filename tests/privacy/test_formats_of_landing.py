"""Whatever format a person was delivered in, the file loses them, and its like never brings them back."""

import json
import os
from zipfile import ZipFile, is_zipfile

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
import xlwt
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from support.landing_home import FAR, Home, another_home, home

from dagster_project.privacy.erase import erase
from dagster_project.privacy.person import find_person

__all__ = ["another_home", "home"]
MAPPING = 'deliveries: [{files: "users_{business_date}.*", mode: delta, entities: {ecommerce.users: {}}}]'
ROWS = [("U-100001", "wang@example.com", "13812345678"), ("U-200002", "li@example.com", "13700001111")]
COLUMNS = ("user_id", "email", "phone")


def csv(path):
    path.write_text("\n".join(",".join(row) for row in (COLUMNS, *ROWS)) + "\n")


def jsonl(path):
    path.write_text("".join(json.dumps(dict(zip(COLUMNS, row, strict=True))) + "\n" for row in ROWS))


def parquet(path):
    pq.write_table(pa.table(dict(zip(COLUMNS, zip(*ROWS, strict=True), strict=True))), path)


def xls(path):
    """Of the kind before 2007, with a text that would be a formula, and an empty row above the table."""
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("users")
    for number, row in enumerate(((*COLUMNS, "gender"), *((*row, "=1") for row in ROWS)), start=1):
        for column, text in enumerate(row):
            sheet.write(number, column, text)
    workbook.save(str(path))


def xlsx(path):
    """With what Excel itself adds to an address, a note, and a formula that has a value."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, COLUMNS)
        for number, (user, email, phone) in enumerate(ROWS, start=1):
            sheet.write(number, 0, user)
            sheet.write_url(number, 1, f"mailto:{email}", string=email)
            sheet.write_formula(number, 2, f'="{phone}"', value=phone)
            sheet.write_comment(number, 1, f"or call {phone}")


FORMATS = {"csv": csv, "jsonl": jsonl, "parquet": parquet, "xls": xls, "xlsx": xlsx}


def deliver(home: Home, day: str, kind: str):
    file = home.deliver(f"users_{day}.{kind}", b"")
    written = file.stat().st_mtime
    FORMATS[kind](file)
    os.utime(file, (written, written))
    return file


def held(file):
    """Everything that a delivered file says, in one text."""
    if file.suffix == ".parquet":
        return str(duckdb.sql(f"from read_parquet('{file}')").fetchall())
    if not is_zipfile(file):
        return file.read_text()
    with ZipFile(file) as archive:
        return str([archive.read(part) for part in archive.namelist()])


def test_every_file_loses_the_person_and_nobody_else_and_its_like_brings_nobody_back(home):
    home.map(MAPPING)
    files = [deliver(home, f"2026-01-0{day}", kind) for day, kind in enumerate(FORMATS, start=1)]
    home.ingest()
    done = erase(home.settings, find_person(home.settings, phone="13812345678"))
    assert (done.left, done.files) == ((), tuple(file.name for file in files))
    for file in files:
        assert not [text for text in ROWS[0] if text in held(file)]
        assert all(text in held(file) for text in ROWS[1])
    rows = CalamineWorkbook.from_path(files[-1]).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert rows == [list(COLUMNS), ["", "", ""], list(ROWS[1])], "the other rows of a workbook stay where they are"
    for day, kind in enumerate(FORMATS, start=5):
        deliver(home, f"2026-01-0{day}", kind)
    home.ingest()
    assert home.rows("user_id, email, phone", "ecommerce.users", FAR) == [ROWS[1]]


def test_an_old_workbook_keeps_every_value_of_everybody_else_in_its_place(home, another_home):
    home.map(MAPPING)
    file = deliver(home, "2026-01-01", "xls")
    home.ingest()
    erase(home.settings, find_person(home.settings, phone="13812345678"))
    with file.open("rb") as stream:
        rows = CalamineWorkbook.from_filelike(stream).get_sheet_by_name("users").to_python(skip_empty_area=False)
    assert rows == [[""] * 4, [*COLUMNS, "gender"], [""] * 4, [*ROWS[1], "=1"]]
    another_home.map(MAPPING)
    another_home.deliver(file.name, file.read_bytes())
    another_home.ingest()
    assert another_home.rows("user_id", "ecommerce.users") == [("U-200002",)], "it can still be ingested"


def test_cells_that_were_merged_with_those_of_the_person_are_no_obstacle(home):
    home.map(MAPPING)
    file = deliver(home, "2026-01-01", "xlsx")
    workbook = load_workbook(file)
    workbook.active.merge_cells("B2:C2")
    workbook.save(file)
    home.deliver(file.name, file.read_bytes())
    home.ingest()
    assert erase(home.settings, find_person(home.settings, email="wang@example.com")).left == ()
    assert home.rows("user_id", "ecommerce.users") == [("U-200002",)]
