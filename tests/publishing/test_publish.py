"""Readers see complete builds whose gate was open, one at a time."""

import json
from datetime import date

import duckdb
import pytest

from dagster_project.publishing.generations import current_generation, generations
from dagster_project.publishing.publish import publish
from dagster_project.settings import load_settings
from dagster_project.warehouse.evidence import Evidence
from dagster_project.warehouse.gate import Gate, GateClosed

PASSED = Evidence("dbt_test", "orders_balance", "critical", True)


@pytest.fixture
def settings(tmp_path):
    settings = load_settings(tmp_path)
    settings.spill.mkdir(parents=True)
    return settings


def build(settings, amount):
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
