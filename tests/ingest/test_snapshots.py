"""Snapshots enter the lake as changes, deltas as versions, and the order of arrival does not matter."""

from datetime import date
from itertools import permutations

MAPPING = """
deliveries:
  - {files: "full_{business_date}.csv", mode: snapshot, entities: {crm.owners: {}}}
  - {files: "part_{business_date}.csv", mode: delta, entities: {crm.owners: {}}}
"""
HEADER = "owner_id,name\n"
DELIVERIES = {
    "full_2026-01-01.csv": HEADER + "1,Ann\n2,Bob\n3,Cid\n",
    "part_2026-01-02.csv": HEADER + "4,Dan\n2,Bert\n",
    "full_2026-01-03.csv": HEADER + "1,Ann\n2,Bob\n",
    "full_2026-01-04.csv": HEADER + "1,Ann\n3,Cid\n4,Dan\n",
}


def counts(result):
    return result.rows_in, result.rows_loaded, result.rows_quarantined, result.rows_duplicate, result.rows_deleted


def test_a_snapshot_adds_what_changed_and_deletes_what_vanished(home):
    home.map(MAPPING)
    for name, content in DELIVERIES.items():
        home.deliver(name, content)
    assert [counts(result) for result in home.ingest()] == [
        (3, 3, 0, 0, 0),
        (2, 2, 0, 0, 0),
        (2, 1, 0, 1, 2),
        (3, 2, 0, 1, 1),
    ]
    history = {
        date(2026, 1, 1): [("1", "Ann"), ("2", "Bob"), ("3", "Cid")],
        date(2026, 1, 2): [("1", "Ann"), ("2", "Bert"), ("3", "Cid"), ("4", "Dan")],
        date(2026, 1, 3): [("1", "Ann"), ("2", "Bob")],
        date(2026, 1, 4): [("1", "Ann"), ("3", "Cid"), ("4", "Dan")],
    }
    for day, rows in history.items():
        assert home.rows("owner_id, name", "crm.owners", day) == rows
    deleted = "owner_id, name, business_date, _is_deleted, _source_line"
    assert (("3", None, date(2026, 1, 3), True, None)) in home.lake(deleted, "crm.owners")


def test_the_lake_is_the_same_whatever_the_order_of_arrival(home, tmp_path):
    home.map(MAPPING)
    for name, content in DELIVERIES.items():
        home.deliver(name, content)
    home.ingest()
    expected = home.content()
    for number, order in enumerate(list(permutations(DELIVERIES))[5::6]):
        other = type(home)(type(home.settings)(home=tmp_path / str(number), memory_limit="500MB"))
        other.map(MAPPING)
        for name in order:
            other.deliver(name, DELIVERIES[name])
            other.ingest()
        assert other.content() == expected, order


def test_a_snapshot_has_the_last_word_on_its_day(home):
    home.map(MAPPING)
    home.deliver("full_2026-01-01.csv", HEADER + "1,Ann\n2,Bob\n")
    home.deliver("part_2026-01-02.csv", HEADER + "2,Bert\n3,Cid\n")
    home.deliver("full_2026-01-02.csv", HEADER + "1,Ann\n2,Bob\n")
    home.ingest()
    assert home.rows("owner_id, name", "crm.owners") == [("1", "Ann"), ("2", "Bob")]


def test_an_ingest_until_a_date_leaves_later_deliveries_alone(home):
    home.map(MAPPING)
    for name, content in DELIVERIES.items():
        home.deliver(name, content)
    assert [result.business_date.day for result in home.ingest(date(2026, 1, 2))] == [1, 2]
    assert [result.business_date.day for result in home.ingest(date(2026, 1, 9))] == [3, 4]
    assert home.ingest() == []


def test_of_two_rows_of_a_key_a_snapshot_loads_the_newer_and_a_delta_both(home):
    lines = "account_id,x,name,updated_at\n1,,Old,2026-01-01\n1,,New,2026-01-03\n1,,Older,2025-01-01\n"
    lines += "1,,Old,2026-01-01\n"
    text = """
deliveries:
  - files: "a_{business_date}.csv"
    mode: %s
    ignore_columns: [x]
    entities:
      erp.customers: {columns: {erp_customer_id: account_id, name: , updated_at: }}
"""
    home.deliver("a_2026-01-05.csv", lines)
    home.map(text % "snapshot")
    (result,) = home.ingest()
    assert counts(result) == (4, 1, 2, 1, 0)
    assert home.quarantined("erp.customers") == [
        (2, "older row of a key that line 3 delivers again"),
        (4, "older row of a key that line 3 delivers again"),
    ]
    home.map(text % "delta")
    (result,) = home.ingest()
    assert counts(result) == (4, 3, 0, 1, 0)
    assert home.rows("name", "erp.customers") == [("New",)]


def test_a_snapshot_that_would_delete_most_of_an_entity_stops_unless_allowed(home):
    home.deliver("full_2026-01-01.csv", HEADER + "".join(f"{i},N{i}\n" for i in range(100)))
    home.deliver("full_2026-01-02.csv", HEADER + "".join(f"{i},N{i}\n" for i in range(49)))
    home.map(MAPPING)
    _, stopped = home.ingest()
    assert stopped.message == (
        "the snapshot full_2026-01-02.csv would delete 51 of 100 rows of crm.owners. If that is meant, write "
        "'allow_mass_deletion: true' in its mapping; if not, deliver the whole snapshot again"
    )
    assert len(home.rows("owner_id", "crm.owners")) == 100
    assert home.ingest() == []
    home.map(MAPPING.replace("mode: snapshot", "mode: snapshot, allow_mass_deletion: true"))
    home.ingest()
    assert len(home.rows("owner_id", "crm.owners")) == 49


def test_a_rejected_row_is_not_a_vanished_one_and_an_unreadable_line_withholds_deletions(home):
    home.map(MAPPING)
    home.deliver("full_2026-01-01.csv", HEADER + "1,Ann\n2,Bob\n3,Cid\n")
    home.deliver("full_2026-01-02.csv", HEADER + "1,Ann\n2,\n")
    home.deliver("full_2026-01-03.csv", HEADER + "1,Ann\n2;Bob\n")
    results = home.ingest()
    assert [result.rows_deleted for result in results] == [0, 1, 0]
    assert results[2].message == "no key counts as vanished, because some delivered keys are not readable"
    assert home.rows("owner_id", "crm.owners") == [("1",), ("2",)]


def test_two_snapshots_of_one_entity_and_day_do_not_delete_each_other(home):
    home.map(MAPPING.replace("full_", "full_*_"))
    home.deliver("full_north_2026-01-01.csv", HEADER + "1,Ann\n")
    home.deliver("full_south_2026-01-01.csv", HEADER + "2,Bob\n")
    _, stopped = home.ingest()
    assert stopped.message == (
        "full_north_2026-01-01.csv is already the snapshot of crm.owners for 2026-01-01. Remove one of the two files, "
        "or write 'mode: delta' in the mapping if each holds a part"
    )
    assert home.rows("owner_id", "crm.owners") == [("1",)]


def test_a_late_delivery_before_a_snapshot_whose_file_is_gone_waits_for_that_file(home):
    home.map(MAPPING)
    later = home.deliver("full_2026-01-03.csv", DELIVERIES["full_2026-01-03.csv"])
    home.ingest()
    later.unlink()
    home.deliver("full_2026-01-01.csv", DELIVERIES["full_2026-01-01.csv"])
    (stopped,) = home.ingest()
    assert stopped.message == (
        "full_2026-01-01.csv precedes the snapshot full_2026-01-03.csv, which must be read again but is no longer in "
        "landing. Put that file back"
    )
    assert home.rows("owner_id", "crm.owners") == [("1",), ("2",)]
    home.deliver("full_2026-01-03.csv", DELIVERIES["full_2026-01-03.csv"])
    assert [result.status for result in home.ingest()] == ["loaded", "loaded"]
    assert home.lake("owner_id", "crm.owners") == [("1",), ("2",), ("3",), ("3",)]
