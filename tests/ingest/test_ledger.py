"""The ledger counts content once, lets corrections supersede, and survives a crash at every step."""

import os
import subprocess
import sys
import time
from datetime import date

import duckdb
import pytest
from filelock import FileLock
from support.company import user_environment

from dagster_project.contracts import load_contracts
from dagster_project.ingest import IngestError, active_inputs, latest_business_date, load, run

MAPPING = """
deliveries:
  - {files: "full_{business_date}*.csv", mode: snapshot, entities: {crm.owners: {}}}
  - {files: "part_{business_date}*.csv", mode: delta, entities: {crm.owners: {}}}
"""
HEADER = "owner_id,name\n"
NO_ROW = "select 1 as a where false"
FIRST, SECOND = "part_2026-01-01.csv", "full_2026-01-02.csv"


@pytest.fixture
def shop(home):
    home.map(MAPPING)
    home.deliver(FIRST, HEADER + "1,Ann\n2,\n")
    home.deliver(SECOND, HEADER + "1,Ann\n3,Cid\n")
    return home


def test_the_same_content_is_counted_once_under_whatever_name(shop):
    shop.ingest()
    before = shop.content()
    shop.deliver(FIRST, HEADER + "1,Ann\n2,\n")
    shop.deliver("part_2026-01-01_again.csv", HEADER + "1,Ann\n2,\n")
    assert shop.ingest() == []
    assert shop.content() == before


def test_a_renamed_file_is_not_loaded_again(shop):
    shop.ingest()
    before = shop.content()
    (shop.settings.landing / FIRST).rename(shop.settings.landing / "part_2026-01-01_renamed.csv")
    assert shop.ingest() == []
    assert shop.content() == before


def test_a_corrected_file_supersedes_and_equals_a_fresh_load(shop, another_home):
    shop.ingest()
    correction = HEADER + "1,Anna\n2,Bob\n"
    shop.deliver(FIRST, correction)
    assert [(result.logical_name, result.status) for result in shop.ingest()] == [(FIRST, "loaded"), (SECOND, "loaded")]
    assert shop.quarantined("crm.owners") == []
    another_home.map(MAPPING)
    another_home.deliver(FIRST, correction)
    another_home.deliver(SECOND, HEADER + "1,Ann\n3,Cid\n")
    another_home.ingest()
    assert shop.content() == another_home.content()


def test_a_corrected_mapping_replays_the_quarantine(shop):
    shop.ingest()
    assert shop.quarantined("crm.owners") == [(3, "name: required but empty")]
    shop.map(
        MAPPING.replace("{crm.owners: {}}", "{crm.owners: {columns: {owner_id: , name: \"coalesce(name, '?')\"}}}")
    )
    assert len(shop.ingest()) == 2
    assert shop.quarantined("crm.owners") == []
    assert shop.rows("name", "crm.owners", date(2026, 1, 1)) == [("?",), ("Ann",)]


def test_a_broken_correction_keeps_the_last_good_data(shop):
    shop.ingest()
    before = shop.rows("owner_id", "crm.owners")
    shop.deliver(SECOND, "owner_id\n1\n")
    (stopped,) = shop.ingest()
    assert stopped.message == (
        "mapping.yaml:3: crm.owners needs name, but column name is not delivered. Delivered: owner_id"
    )
    assert shop.rows("owner_id", "crm.owners") == before
    assert shop.ingest() == []
    shop.deliver(SECOND, HEADER + "4,Dan\n")
    assert [result.status for result in shop.ingest()] == ["loaded"]
    assert shop.rows("owner_id", "crm.owners") == [("4",)]


@pytest.mark.parametrize("name", [FIRST + ".part", "~$" + FIRST, "." + FIRST, FIRST + ".tmp", FIRST + ".crdownload"])
def test_a_half_written_file_is_left_for_the_next_run(home, name):
    home.map(MAPPING)
    home.deliver(name, HEADER + "1,A")
    (result,) = home.ingest()
    assert (result.status, result.message) == ("left", f"left for the next run: {name} is being written")
    assert home.rows("owner_id", "crm.owners") == []


def test_a_file_that_grows_while_it_is_looked_at_is_left_for_the_next_run(home, monkeypatch):
    home.map(MAPPING)
    file = home.deliver(FIRST, HEADER + "1,Ann\n")
    os.utime(file)

    def meanwhile(seconds):
        file.write_text(HEADER + "1,Ann\n2,Bob\n")

    monkeypatch.setattr(time, "sleep", meanwhile)
    assert [result.status for result in home.ingest()] == ["left"]
    monkeypatch.undo()
    assert [result.rows_loaded for result in home.ingest()] == [2]


def test_inputs_and_latest_date_tell_what_is_there(shop):
    shop.ingest()
    assert [name for name, _ in active_inputs(shop.settings, date(2026, 1, 2))] == [SECOND, FIRST]
    assert [name for name, _ in active_inputs(shop.settings, date(2026, 1, 1))] == [FIRST]
    assert latest_business_date(shop.settings) == date(2026, 1, 2)


def test_the_list_of_deliveries_balances(shop):
    shop.ingest()
    found = duckdb.sql(f"""
        select logical_name, rows_in, rows_loaded, rows_quarantined, rows_duplicate, rows_deleted
        from '{shop.settings.lake}/meta/deliveries.parquet' order by all""").fetchall()
    assert found == [(SECOND, 2, 1, 0, 1, 0), (FIRST, 2, 1, 1, 0, 0)]


def test_every_entity_has_an_empty_file_so_that_every_glob_finds_one(shop):
    shop.ingest()
    files = list(shop.settings.lake.glob("*/*/business_date=1970-01-01/empty.parquet"))
    assert len(files) == sum(len(system.entities) for system in load_contracts().values())
    columns = {row[0] for row in duckdb.sql(f"describe from '{files[0]}'").fetchall()}
    assert {"_batch_id", "_version_at", "_is_deleted", "business_date"} <= columns


def test_a_lost_ledger_is_noticed(shop):
    shop.ingest()
    for file in shop.settings.home.glob("ledger.sqlite*"):
        file.unlink()
    with pytest.raises(IngestError, match="is empty, but .* holds batches. Put the ledger back, or delete the lake"):
        shop.ingest()


def lose_rows(connection, spec, relation, file):
    duckdb.sql(NO_ROW).write_parquet(str(file))


def test_rows_that_do_not_balance_stop_everything(shop, monkeypatch):
    monkeypatch.setattr(load, "write_quarantine", lose_rows)
    with pytest.raises(IngestError) as refusal:
        shop.ingest()
    assert str(refusal.value) == (
        f"{FIRST}: crm.owners: rows do not balance: 2 in, 1 loaded, 0 quarantined, 0 duplicate. Nothing of it was "
        "kept; please report this as a defect."
    )
    monkeypatch.undo()
    shop.ingest()
    assert not list(shop.settings.home.rglob("*.tmp"))


def test_a_second_ingest_at_the_same_time_is_refused(shop, monkeypatch):
    monkeypatch.setattr(run, "LOCK_SECONDS", 0)
    with (
        FileLock(shop.settings.home / "ingest.lock"),
        pytest.raises(IngestError, match="another ingest works on .*. Wait for it or stop it."),
    ):
        shop.ingest()


@pytest.mark.parametrize(
    "fault", ["ingest_written", "ingest_intended", "ingest_renamed", "ingest_moved", "ingest_committed"]
)
def test_killed_anywhere_and_run_again_gives_the_same_lake(shop, another_home, fault):
    another_home.map(MAPPING)
    for name in (FIRST, SECOND):
        another_home.deliver(name, (shop.settings.landing / name).read_bytes())
    another_home.ingest()
    ingest_killed_at(fault, shop)
    shop.ingest()
    assert shop.content() == another_home.content()
    assert not list(shop.settings.home.rglob("*.tmp"))


@pytest.mark.parametrize("fault", ["ingest_intended", "ingest_renamed", "ingest_moved"])
def test_what_was_intended_when_it_was_killed_counts_although_its_file_was_taken_away_meanwhile(
    shop, another_home, fault
):
    """Without its file it cannot be derived again: only the intent says what to finish."""
    another_home.map(MAPPING)
    for name in (FIRST, SECOND):
        another_home.deliver(name, (shop.settings.landing / name).read_bytes())
    another_home.ingest()
    ingest_killed_at(fault, shop)
    (shop.settings.landing / FIRST).unlink()
    shop.ingest()
    assert shop.content() == another_home.content()


def ingest_killed_at(fault, shop):
    program = (
        "from datetime import date; from dagster_project.ingest import ingest; "
        "from dagster_project.settings import load_settings; ingest(load_settings(), until=date(2030, 1, 1))"
    )
    environment = user_environment(GUANXI_HOME=str(shop.settings.home), GUANXI_FAULT=fault)
    killed = subprocess.run([sys.executable, "-c", program], env=environment, check=False)
    assert killed.returncode == -9
