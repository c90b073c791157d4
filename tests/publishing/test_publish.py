"""Readers see complete builds whose gate was open, one at a time."""

import hashlib
import json
from dataclasses import replace
from datetime import date

import duckdb
import pytest
from support.landing_home import home

from dagster_project.publishing.generations import current_generation, generations
from dagster_project.publishing.publish import publish
from dagster_project.settings import load_settings
from dagster_project.warehouse.accepted_builds import record_results
from dagster_project.warehouse.evidence import Evidence
from dagster_project.warehouse.gate import Gate, GateClosed
from expectations import ExpectationResult

__all__ = ["home"]
PASSED = Evidence("dbt_test", "orders_balance", "critical", True)


@pytest.fixture
def settings(tmp_path):
    settings = load_settings(tmp_path)
    settings.spill.mkdir(parents=True)
    return settings


def build(settings, amount):
    settings.spill.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(settings.build_file) as connection:
        connection.execute("create schema if not exists marts; create schema if not exists intermediate")
        connection.execute(f"create or replace table marts.fct_orders as select 1 as order_id, {amount} as amount")
        connection.execute("create or replace table intermediate.secrets as select '13812345678' as phone")


def publish_day(settings, day, *, amount=1, reasons=()):
    build(settings, amount)
    gate = Gate(f"2026010{day}-abc{amount}", (PASSED,), tuple(reasons))
    descriptions = {"marts.fct_orders": {"": "One row per order.", "amount": "Net of tax, it's said."}}
    return publish(settings, as_of=date(2026, 1, day), gate=gate, descriptions=descriptions)


def read(settings, sql):
    with duckdb.connect(settings.serving / "guanxi.duckdb", read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_the_published_file_holds_the_public_schemas_and_nothing_else(settings):
    publish_day(settings, 1)
    tables = read(settings, "select table_schema || '.' || table_name from information_schema.tables order by 1")
    known_at_the_gate = ["builds", "expectation_results", "gate", "incidents"]
    assert tables == [("marts.fct_orders",), *((f"meta.{table}",) for table in known_at_the_gate)]
    schemas = {name for (name,) in read(settings, "select schema_name from information_schema.schemata")}
    assert {"marts", "metrics", "ml", "meta"} <= schemas
    assert "intermediate" not in schemas


def test_descriptions_become_comments_that_a_bi_tool_shows(settings):
    publish_day(settings, 1)
    comment = "select comment from duckdb_columns() where table_name = 'fct_orders' and column_name = 'amount'"
    assert read(settings, comment) == [("Net of tax, it's said.",)]


def test_parquet_and_manifest_belong_to_the_same_build_as_the_file(settings):
    publication = publish_day(settings, 1, amount=7)
    manifest = json.loads((settings.serving / "manifest.json").read_text())
    parquet = str(settings.serving / "parquet" / "marts" / "fct_orders.parquet")
    assert duckdb.sql(f"select amount from read_parquet('{parquet}')").fetchall() == [(7,)]
    assert (
        manifest["build_id"]
        == publication.generation.build_id
        == read(settings, "select build_id from meta.builds")[0][0]
    )
    assert manifest["row_counts"]["marts.fct_orders"] == 1


def test_the_manifest_names_every_input_with_its_hash(home):
    home.map('deliveries: [{files: "owners_{business_date}.csv", mode: delta, entities: {crm.owners: {}}}]')
    today, tomorrow = (home.deliver(f"owners_2026-01-0{day}.csv", f"owner_id,name\n{day},Ann\n") for day in (1, 2))
    home.ingest()
    publish_day(home.settings, 1)
    manifest = json.loads((home.settings.serving / "manifest.json").read_text())
    digest = hashlib.sha256(today.read_bytes()).hexdigest()
    assert manifest["inputs"] == [{"file": today.name, "sha256": digest}], f"{tomorrow.name} is of another day"


def test_a_source_is_marked_by_the_rows_it_kept_and_the_weight_of_what_held(settings):
    """9 of 10 rows kept; a critical expectation held (3) and a warning did not (2): 100 x 0.9 x 3/5."""
    held = ExpectationResult(
        table="erp.orders", expectation="a", column="order_id", severity="critical", owner="team:x",
        success=True, unexpected_count=0, element_count=9, observed={}, note="Why.",
    )  # fmt: skip
    record_results(settings, "20260101-abc1", [held, replace(held, expectation="b", severity="warning", success=False)])
    build(settings, 1)
    with duckdb.connect(settings.build_file) as connection:
        connection.execute("""
            create schema meta; create table meta.deliveries as select 'erp' as system, 'orders' as entity,
            'o.csv' as logical_name, date '2026-01-01' as business_date, 'b' as batch_id, 'loaded' as status,
            10 as rows_in, 1 as rows_quarantined, '' as message""")
    publish_day(settings, 1)
    assert read(settings, "select system, failed_count, quality_score from meta.source_quality") == [("erp", 1, 54.0)]


def test_a_closed_gate_changes_nothing_that_is_published(settings):
    publish_day(settings, 1)
    before = current_generation(settings)
    with pytest.raises(GateClosed, match="orders do not balance"):
        publish_day(settings, 2, amount=9, reasons=["orders do not balance"])
    assert current_generation(settings) == before
    assert read(settings, "select amount from marts.fct_orders") == [(1,)]


def test_an_open_reader_keeps_its_build_while_the_next_is_published(settings):
    publish_day(settings, 1)
    with duckdb.connect((settings.serving / "guanxi.duckdb").resolve(), read_only=True) as reader:
        publish_day(settings, 2, amount=2)
        assert reader.execute("select amount from marts.fct_orders").fetchall() == [(1,)]
    assert read(settings, "select amount from marts.fct_orders") == [(2,)]


def test_the_same_build_published_twice_changes_nothing(settings):
    first = publish_day(settings, 1)
    second = publish_day(settings, 1)
    assert (second.is_new, second.generation) == (False, first.generation)


def test_an_older_day_is_kept_but_not_shown(settings):
    publish_day(settings, 3)
    older = publish_day(settings, 2, amount=2)
    assert (older.is_new, older.is_current) == (True, False)
    assert current_generation(settings).as_of_date == date(2026, 1, 3)


def test_the_last_three_generations_are_kept_and_the_current_one_always(settings):
    for day in (9, 1, 2, 3, 4):
        publish_day(settings, day)
    assert [g.as_of_date.day for g in generations(settings)] == [4, 3, 2, 9]


def test_what_a_crash_left_half_written_is_written_anew(settings):
    draft = settings.serving / "generations" / ".20260101-abc1.draft"
    of_another_build = draft.with_name(".20251231-abc1.draft")
    for folder in (draft, of_another_build):
        folder.mkdir(parents=True)
        (folder / "guanxi.duckdb").write_bytes(b"half a file")
    publish_day(settings, 1)
    assert read(settings, "select amount from marts.fct_orders") == [(1,)]
    assert [folder.name for folder in draft.parent.iterdir()] == ["20260101-abc1"]


def test_published_files_are_read_only(settings):
    publication = publish_day(settings, 1)
    assert all(path.stat().st_mode & 0o222 == 0 for path in publication.generation.folder.rglob("*") if path.is_file())
