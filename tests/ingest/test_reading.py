"""Files of every format and encoding become the same rows, with the line each came from."""

import duckdb
import pytest
import xlsxwriter

MAPPING = """
deliveries:
  - files: "owners_{business_date}.*"
    mode: delta
    %s
    entities:
      crm.owners: {}
"""
TEXT = "owner_id,name,team\n1,王芳,North\n2,Müller,\n"
ROWS = [("1", "王芳", "North"), ("2", "Müller", None)]


def owners(home, options: str = ""):
    home.map(MAPPING % options)
    (result,) = home.ingest()
    assert result.status == "loaded", result.message
    return home.rows("owner_id, name, team", "crm.owners")


def test_utf8_is_read_with_and_without_a_byte_order_mark(home, another_home):
    home.deliver("owners_2026-01-01.csv", TEXT)
    another_home.deliver("owners_2026-01-01.csv", TEXT.encode("utf-8-sig"))
    assert owners(home) == owners(another_home) == ROWS


def test_gb18030_is_read(home):
    home.deliver("owners_20260101.csv", "owner_id,name\n1,王芳有限公司\n".encode("gb18030"))
    assert owners(home, "encoding: gb18030") == [("1", "王芳有限公司", None)]


def test_latin_1_with_semicolons_and_crlf_is_read(home):
    home.deliver("owners_2026-01-01.csv", "owner_id;name\r\n1;Müller\r\n".encode("latin-1"))
    assert owners(home, 'encoding: latin-1\n    delimiter: ";"') == [("1", "Müller", None)]


def test_lone_carriage_returns_end_lines_too(home):
    home.deliver("owners_2026-01-01.csv", "owner_id,name\r1,Ann\r2,Bob\r")
    assert owners(home) == [("1", "Ann", None), ("2", "Bob", None)]


def test_json_lines_are_read_with_line_numbers_and_nested_values_as_text(home):
    home.deliver(
        "owners_2026-01-01.jsonl",
        '{"owner_id": 1, "name": "王芳"}\n\n{"team": {"a": 1}, "name": "B", "owner_id": "2"}\n',
    )
    assert owners(home) == [("1", "王芳", None), ("2", "B", '{"a":1}')]
    assert home.lake("_source_line", "crm.owners") == [(1,), (3,)]


def test_parquet_is_read_as_text(home):
    file = home.deliver("owners_2026-01-01.parquet", b"")
    duckdb.sql("select 7::bigint as owner_id, 'Ann' as name, true as team").write_parquet(str(file))
    assert owners(home) == [("7", "Ann", "true")]


def test_an_excel_sheet_is_read_with_its_row_numbers(home):
    file = home.deliver("owners_2026-01-01.xlsx", b"")
    with xlsxwriter.Workbook(file) as workbook:
        workbook.add_worksheet("Cover")
        sheet = workbook.add_worksheet("Data")
        for number, row in {2: ("owner_id", "name", "team"), 3: (42, "Ann", 1.5), 6: (43, "Bob", "x")}.items():
            sheet.write_row(number, 0, row)
    assert owners(home, "sheet: Data") == [("42", "Ann", "1.5"), ("43", "Bob", "x")]
    assert home.lake("_source_line", "crm.owners") == [(4,), (7,)]


def test_line_numbers_survive_quoted_newlines_blank_lines_and_malformed_lines(home):
    lines = [
        "owner_id,name,team",
        '1,"two',
        'lines",a',
        "",
        "2,too,many,values",
        "3,few",
        '4,5" pipe,b',
        '5,"said ""hi"", left",c',
        '6,"bad" quote,d',
        "7,last,e",
        '8,"never closed,f',
        "9,after,g",
    ]
    home.deliver("owners_2026-01-01.csv", "\n".join(lines))
    assert owners(home) == [
        ("1", "two\nlines", "a"),
        ("4", '5" pipe', "b"),
        ("5", 'said "hi", left', "c"),
        ("7", "last", "e"),
        ("9", "after", "g"),
    ]
    assert home.lake("_source_line", "crm.owners") == [(2,), (7,), (8,), (10,), (12,)]
    assert home.quarantined("crm.owners") == [
        (5, "malformed line: 4 values for 3 columns"),
        (6, "malformed line: 2 values for 3 columns"),
        (9, "malformed line: quotes do not match"),
        (11, "malformed line: quotes do not match"),
    ]


def test_a_line_of_broken_bytes_is_quarantined_and_the_rest_goes_on(home):
    home.deliver("owners_2026-01-01.csv", b"owner_id,name\n1,Ann\n2,\xff\xfe\n3,Bob\n")
    assert owners(home) == [("1", "Ann", None), ("3", "Bob", None)]
    assert home.quarantined("crm.owners") == [(3, "malformed line: not utf-8 text")]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("owners_2026-01-01.csv", b"", "owners_2026-01-01.csv is empty. Deliver it again"),
        ("owners_2026-01-01.jsonl", b"\n", "owners_2026-01-01.jsonl holds no JSON object. Deliver it again"),
        (
            "owners_2026-01-01.abc",
            b"x",
            "owners_2026-01-01.abc: unknown format. Write format: csv, jsonl, parquet or xlsx",
        ),
        (
            "owners_2026-01-01.csv",
            "owner_id,name\n1,王芳\n2,王芳\n".encode("gb18030"),
            "owners_2026-01-01.csv: 2 of 2 lines are not utf-8 text. Correct 'encoding:' in the mapping",
        ),
    ],
)
def test_a_file_that_cannot_be_read_stops_with_its_reason(home, name, content, message):
    home.deliver(name, content)
    home.map(MAPPING % "")
    (result,) = home.ingest()
    assert (result.status, result.message) == ("stopped", message)
