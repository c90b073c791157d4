"""Generations are kept by count and age; readers go back by the same one rename."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import duckdb
import pytest

from dagster_project.publishing.difference import differences
from dagster_project.publishing.generations import current_generation, forget_old_generations, generations
from dagster_project.publishing.publish import publish
from dagster_project.publishing.rollback import RollbackError, roll_back
from dagster_project.settings import load_settings
from dagster_project.warehouse.audit import audit_log
from dagster_project.warehouse.evidence import Evidence
from dagster_project.warehouse.gate import Gate


@pytest.fixture
def settings(tmp_path):
    settings = load_settings(tmp_path)
    settings.spill.mkdir(parents=True)
    return settings


def publish_day(settings, day, *, orders="(1, 10.0), (2, 20.0)", name="abc"):
    with duckdb.connect(settings.build_file) as build:
        build.execute("create schema if not exists marts")
        build.execute(f"create or replace table marts.fct_orders as from (values {orders}) as t (order_id, amount)")
    gate = Gate(f"2026010{day}-{name}", (Evidence("dbt_test", "orders", "critical", True),), ())
    return publish(settings, as_of=date(2026, 1, day), gate=gate, descriptions={}).generation


def seen_by_readers(settings):
    with duckdb.connect((settings.serving / "guanxi.duckdb").resolve(), read_only=True) as published:
        return published.execute("select sum(amount) from marts.fct_orders").fetchone()[0]


def test_readers_go_back_one_generation_and_forward_again(settings):
    for day in (1, 2, 3):
        publish_day(settings, day, orders=f"(1, {day}.0)")
    assert roll_back(settings).as_of_date.day == 2
    assert seen_by_readers(settings) == 2
    assert roll_back(settings, "20260103").as_of_date.day == 3
    assert seen_by_readers(settings) == 3


def test_the_pointer_is_replaced_never_removed(settings, monkeypatch):
    publish_day(settings, 1)
    publish_day(settings, 2)
    pointer, replaced = settings.serving / "current", []
    original = type(pointer).replace

    def replace_and_note(path, target):
        replaced.append((target.name, pointer.exists()))
        return original(path, target)

    monkeypatch.setattr(type(pointer), "replace", replace_and_note)
    roll_back(settings)
    assert ("current", True) in replaced


def test_a_withdrawn_build_is_not_shown_when_its_day_is_run_again_but_a_mended_one_is(settings):
    publish_day(settings, 1)
    publish_day(settings, 2, orders="(1, 999.0)")
    roll_back(settings)
    publish_day(settings, 2, orders="(1, 999.0)")
    assert seen_by_readers(settings) == 30
    publish_day(settings, 2, orders="(1, 11.0)", name="mended")
    assert seen_by_readers(settings) == 11


def test_there_is_nothing_to_go_back_to_after_one_publication(settings):
    publish_day(settings, 1)
    with pytest.raises(RollbackError, match="no generation was published before.*20260101-abc"):
        roll_back(settings)
    with pytest.raises(RollbackError, match="'2025' names 0 of the kept generations"):
        roll_back(settings, "2025")


def test_generations_are_forgotten_by_count_and_by_age_but_never_the_current(settings):
    few = replace(settings, generations_kept=2, generation_days=30)
    for day in (1, 2, 3):
        publish_day(few, day)
    assert [g.as_of_date.day for g in generations(few)] == [3, 2]
    forget_old_generations(few, now=datetime.now(UTC) + timedelta(days=29))
    assert len(generations(few)) == 2
    forget_old_generations(few, now=datetime.now(UTC) + timedelta(days=31))
    assert [g.as_of_date.day for g in generations(few)] == [3] == [current_generation(few).as_of_date.day]


def test_a_difference_tells_rows_figures_and_columns(settings):
    a = publish_day(settings, 1)
    b = publish_day(settings, 2, orders="(1, 10.0), (2, 25.0), (3, 5.0)")
    [table], figures = differences(a, b)
    assert (table.table, table.rows_in_a, table.rows_in_b, table.only_in_a, table.only_in_b) == (
        "marts.fct_orders",
        2,
        3,
        1,
        2,
    )
    assert [(f.column, f.in_a, f.in_b) for f in figures] == [("order_id", 3, 6), ("amount", 30, 40)]
    assert differences(a, a) == ([], [])


def test_the_audit_log_tells_who_published_and_rolled_back_and_is_private(settings):
    publish_day(settings, 1)
    publish_day(settings, 2)
    publish_day(settings, 2)
    roll_back(settings)
    assert [(e.action, e.detail["build"]) for e in audit_log(settings)] == [
        ("published", "20260101-abc"),
        ("published", "20260102-abc"),
        ("rolled_back", "20260101-abc"),
    ]
    assert all(entry.actor for entry in audit_log(settings))
    assert settings.audit.stat().st_mode & 0o077 == 0
