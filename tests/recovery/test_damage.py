"""What a bad disk or a bad copy has cut short is made whole from landing, or named with the remedy."""

import duckdb
import pytest
from support.landing_home import Home

from dagster_project.ingest import IngestError
from dagster_project.warehouse.build_file import begin_build, read_build

MAPPING = """
deliveries:
  - {files: "full_{business_date}.csv", mode: snapshot, entities: {crm.owners: {}}}
  - {files: "part_{business_date}.*", mode: delta, entities: {crm.owners: {}}}
"""
HEADER = "owner_id,name\n"


@pytest.fixture
def shop(home: Home) -> Home:
    home.map(MAPPING)
    home.deliver("part_2026-01-01.csv", HEADER + "1,Ann\n2,\n")
    home.deliver("full_2026-01-02.csv", HEADER + "1,Ann\n3,Cid\n")
    home.ingest()
    return home


def batches(home, root="lake"):
    return sorted(f for f in (home.settings.home / root).glob("crm/owners/*/*.parquet") if f.name != "empty.parquet")


def cut(file):
    file.write_bytes(file.read_bytes()[:-40])


def remove(file):
    file.unlink()


@pytest.mark.parametrize("harm", [cut, remove])
@pytest.mark.parametrize("root", ["lake", "quarantine"])
def test_a_batch_that_is_cut_short_is_derived_again_from_landing(shop, root, harm):
    before, quarantined = shop.content(), shop.quarantined("crm.owners")
    for file in batches(shop, root):
        harm(file)
    assert {result.status for result in shop.ingest()} == {"loaded"}
    assert (shop.content(), shop.quarantined("crm.owners")) == (before, quarantined)
    assert shop.ingest() == []


def test_a_batch_that_is_cut_short_and_whose_file_is_gone_is_named_with_the_remedy(shop):
    (shop.settings.landing / "part_2026-01-01.csv").unlink()
    cut(batches(shop)[0])
    with pytest.raises(IngestError, match=r"the batch of part_2026-01-01.csv \(crm.owners\) is missing or cut short"):
        shop.ingest()
    shop.deliver("part_2026-01-01.csv", HEADER + "1,Ann\n2,\n")
    shop.ingest()
    assert shop.rows("owner_id", "crm.owners") == [("1",), ("3",)]


def test_a_delivered_parquet_file_that_is_cut_short_stops_alone_and_loads_once_it_is_whole(shop):
    file = shop.deliver("part_2026-01-03.parquet", b"")
    duckdb.sql("select i as owner_id, 'Dan' as name from range(4, 100) t(i)").write_parquet(str(file))
    whole = file.read_bytes()
    shop.deliver(file.name, whole[:-100])
    (stopped,) = shop.ingest()
    assert (stopped.status, stopped.message.split(":")[0]) == ("stopped", f"{file.name} is not readable as parquet")
    shop.deliver(file.name, whole)
    assert [result.rows_loaded for result in shop.ingest()] == [96]


def test_a_damaged_ledger_is_named_with_the_remedy_and_changes_nothing(shop):
    before = shop.content()
    for file in shop.settings.home.glob("ledger.sqlite-*"):
        file.unlink()
    shop.settings.ledger.write_bytes(b"not a database, and longer than a header of a hundred bytes" * 4)
    with pytest.raises(IngestError, match="ledger.sqlite is damaged .* Restore it from a backup."):
        shop.ingest()
    assert shop.content() == before


def test_a_whole_run_begins_with_a_new_build_file_however_the_old_one_ended(shop):
    settings = shop.settings
    settings.build_file.write_bytes(b"torn")
    settings.build_file.with_name(f"{settings.build_file.name}.wal").write_bytes(b"torn")
    begin_build(settings, run_id="next", whole=True)
    with duckdb.connect(settings.build_file) as build:
        build.execute("create table t as select 1 as a")
    with read_build(settings) as build:
        assert build.execute("select a from t").fetchall() == [(1,)]
