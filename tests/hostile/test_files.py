"""Hostile files in landing are refused or quarantined with a clear word, and the files beside them are loaded."""

import os

import duckdb
import pytest

from dagster_project.ingest import IngestError, csv_reader, plain_text
from dagster_project.ingest.csv_records import read_lines

MAPPING = 'deliveries: [{files: "o_{business_date}*", mode: delta, format: %s, entities: {crm.owners: {}}}]'
HEADER = "owner_id,name\n"
GOOD = "o_2026-01-01_good.csv"
COMPANION = """
deliveries:
  - files: "o_{business_date}*"
    mode: delta
    with: {teams: %s}
    entities: {crm.owners: {query: "select owner_id, v as name, delivery._line from delivery cross join teams"}}
"""


def outcomes(home, form="csv"):
    home.map(MAPPING % form)
    return {result.logical_name: (result.status, result.message) for result in home.ingest()}


def test_a_line_without_end_is_refused_before_it_is_held_in_memory(home, monkeypatch):
    monkeypatch.setattr(plain_text, "BLOCK_BYTES", 1 << 20)
    home.deliver(GOOD, HEADER + "1,Ann\n")
    home.deliver("o_2026-01-01_long.csv", HEADER.encode() + b"2," + b"x" * 40_000_000)
    monkeypatch.setattr(csv_reader, "read_lines", only_short_files)
    message = "o_2026-01-01_long.csv holds a line of more than 16,000,000 bytes. Is it a text file? Deliver it again"
    assert outcomes(home) == {GOOD: ("loaded", ""), "o_2026-01-01_long.csv": ("stopped", message)}
    assert home.rows("owner_id", "crm.owners") == [("1",)]


def only_short_files(connection, path, table):
    """DuckDB is never asked to read the long file."""
    assert path.stat().st_size < 1_000
    read_lines(connection, path, table)


def test_a_line_just_too_long_for_the_reader_is_refused_in_the_same_words(home):
    home.deliver("o_2026-01-01.csv", HEADER + "2," + "x" * 16_000_100 + "\n3,Cid\n")
    assert outcomes(home)["o_2026-01-01.csv"][1].startswith("o_2026-01-01.csv holds a line of more than 16,000,000")


def test_nul_bytes_are_dropped_from_values_of_every_format(home):
    home.deliver("o_2026-01-01.csv", HEADER + "1,A\x00nn\n")
    home.deliver("o_2026-01-02.jsonl", '{"owner_id": "2", "name": "B\\u0000ob"}\n')
    file = home.deliver("o_2026-01-03.parquet", b"")
    duckdb.sql("select '3' as owner_id, 'C' || chr(0) || 'id' as name").write_parquet(str(file))
    home.map('deliveries: [{files: "o_{business_date}.*", mode: delta, entities: {crm.owners: {}}}]')
    home.ingest()
    assert home.rows("name", "crm.owners") == [("Ann",), ("Bob",), ("Cid",)]


def test_lines_that_are_no_text_of_the_encoding_are_quarantined_with_their_numbers(home):
    home.deliver("o_2026-01-01.csv", HEADER.encode() + b"1,Ann\n2,\xff\xfe\n3,\xc3\x28\n4,Dan\n5,Eve\n")
    outcomes(home)
    assert home.rows("owner_id", "crm.owners") == [("1",), ("4",), ("5",)]
    assert [line for line, _ in home.quarantined("crm.owners")] == [3, 4]


def test_a_lone_surrogate_in_json_is_one_quarantined_line(home):
    home.deliver("o_2026-01-01.jsonl", '{"owner_id": "1", "name": "\\ud800"}\n{"owner_id": "2", "name": "Bob"}\n')
    outcomes(home, "jsonl")
    assert home.quarantined("crm.owners") == [(1, "malformed line: not a JSON object")]
    assert home.rows("owner_id", "crm.owners") == [("2",)]


@pytest.mark.parametrize("name", ["o_2026-01-01*.csv", "o_2026-01-01?.csv", "o_2026-01-01[a-z].csv"])
def test_a_file_whose_name_is_a_wildcard_reads_itself_and_no_other(home, name):
    home.deliver("o_2026-01-01a.csv", HEADER + "1,Ann\n")
    home.deliver(name, HEADER + "2,Bob\n")
    outcomes(home)
    assert home.lake("owner_id, _source_file", "crm.owners") == [("1", "o_2026-01-01a.csv"), ("2", name)]


def test_sql_in_file_names_column_names_and_values_stays_text(home):
    name = "o_2026-01-01'); drop table delivery; --.csv"
    home.deliver(name, 'owner_id,name,"a""); drop table checked; --",b\'c\n1,"\'); drop table checked; --",2,3\n')
    home.deliver("o_2026-01-02.jsonl", '{"owner_id": "2", "name": "Bob", "a\'); drop table x; --": 1, "q\\"": 2}\n')
    home.map('deliveries: [{files: "o_{business_date}*", mode: delta, entities: {crm.owners: {}}}]')
    assert [result.status for result in home.ingest()] == ["loaded", "loaded"]
    assert home.lake("name, _source_file", "crm.owners") == [
        ("'); drop table checked; --", name),
        ("Bob", "o_2026-01-02.jsonl"),
    ]


def test_a_name_that_no_terminal_and_no_ledger_can_hold_is_refused_alone(home):
    home.deliver(GOOD, HEADER + "1,Ann\n")
    for number, raw in enumerate((b"o_2026-01-01\xff.csv", b"o_2026-01-01\x1b[2J.csv")):
        path = os.path.join(os.fsencode(home.settings.landing), raw)  # noqa: PTH118 - bytes, no path of text
        with open(path, "wb") as stream:  # noqa: PTH123
            stream.write(f"owner_id,name\n{number},X\n".encode())
        os.utime(path, (1e9, 1e9))
    stopped = {message for status, message in outcomes(home).values() if status == "stopped"}
    assert stopped == {
        f"the name {shown} holds characters that no file name should. Rename it"
        for shown in (r"o_2026-01-01\udcff.csv", r"o_2026-01-01\x1b[2J.csv")
    }
    assert home.rows("owner_id", "crm.owners") == [("1",)]


def test_more_columns_than_any_extract_has_are_refused(home):
    wide = ",".join(f"c{number}" for number in range(5_000))
    home.deliver("o_2026-01-01.csv", f"{wide}\n{wide}\n")
    message = "o_2026-01-01.csv has 5,000 columns, more than 4,000. Deliver the needed ones"
    assert outcomes(home) == {"o_2026-01-01.csv": ("stopped", message)}


def link_to_itself(path):
    path.symlink_to(path.name)


def link_outside(path):
    path.symlink_to("/etc/hostname")


def make_pipe(path):
    os.mkfifo(path)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (link_to_itself, "o_2026-01-01.csv is a link that leads nowhere. Remove it, or put a copy there."),
        (link_outside, "o_2026-01-01.csv is a link that leaves the landing folder. Put a copy there."),
        (make_pipe, "o_2026-01-01.csv is not a regular file. Remove it, or put a copy there."),
    ],
)
def test_what_is_no_file_of_landing_is_refused(home, make, message):
    home.map(MAPPING % "csv")
    make(home.settings.landing / "o_2026-01-01.csv")
    with pytest.raises(IngestError) as refusal:
        home.ingest()
    assert str(refusal.value) == message


@pytest.mark.parametrize("companion", ["teams.csv", "folder/teams.csv"])
def test_a_companion_that_is_a_link_out_of_landing_is_refused(home, tmp_path, companion):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "teams.csv").write_text("k,v\n1,secret\n")
    home.deliver("o_2026-01-01.csv", "owner_id\n1\n")
    home.map(COMPANION % companion)
    if companion == "teams.csv":
        (home.settings.landing / companion).symlink_to(tmp_path / "outside" / "teams.csv")
    else:
        (home.settings.landing / "folder").symlink_to(tmp_path / "outside")
    with pytest.raises(IngestError, match="teams.csv is a link that leaves the landing folder. Put a copy there."):
        home.ingest()
    assert home.lake("name", "crm.owners") == []


def test_a_folder_that_is_a_link_is_not_followed(home, tmp_path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "o_2026-01-01.csv").write_text(HEADER + "1,Ann\n")
    home.map(MAPPING.replace('"o_', '"**/o_') % "csv")
    (home.settings.landing / "folder").symlink_to(tmp_path / "outside")
    assert home.ingest() == []
