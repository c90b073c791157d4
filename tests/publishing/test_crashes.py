"""A crash at any point of publishing leaves the former build shown, and the next attempt completes."""

import signal
import subprocess
import sys

import duckdb
import pytest
from support.company import user_environment

from dagster_project.publishing.generations import current_generation, generations
from dagster_project.settings import load_settings

PUBLISH = """
import sys
from datetime import date
import duckdb
from dagster_project.publishing.publish import publish
from dagster_project.settings import load_settings
from dagster_project.warehouse.evidence import Evidence
from dagster_project.warehouse.gate import Gate

settings, day = load_settings(sys.argv[1]), int(sys.argv[2])
settings.spill.mkdir(parents=True, exist_ok=True)
with duckdb.connect(settings.build_file) as build:
    build.execute("create schema if not exists marts")
    build.execute(f"create or replace table marts.fct_orders as select {day} as day from range(1000)")
gate = Gate(f"2026010{day}-abc", (Evidence("dbt_test", "orders", "critical", True),), ())
publish(settings, as_of=date(2026, 1, day), gate=gate, descriptions={})
"""
FAULTS = ("publish_checkpoint", "publish_manifest", "publish_rename", "publish_pointer")


def publish_in_a_process(home, day, *, fault=None):
    environment = user_environment(**{"GUANXI_FAULT": fault} if fault else {})
    return subprocess.run([sys.executable, "-c", PUBLISH, str(home), str(day)], env=environment).returncode


def days_shown(settings):
    with duckdb.connect((settings.serving / "guanxi.duckdb").resolve(), read_only=True) as published:
        return published.execute("select day, count(*) from marts.fct_orders group by day").fetchall()


@pytest.mark.parametrize("fault", FAULTS)
def test_the_former_build_is_shown_after_a_crash_and_the_next_after_a_new_attempt(tmp_path, fault):
    settings = load_settings(tmp_path)
    assert publish_in_a_process(tmp_path, 1) == 0
    assert publish_in_a_process(tmp_path, 2, fault=fault) == -signal.SIGKILL
    assert days_shown(settings) == [(1, 1000)]
    assert publish_in_a_process(tmp_path, 2) == 0
    assert days_shown(settings) == [(2, 1000)]
    assert current_generation(settings).as_of_date.day == 2
    assert [path.name for path in (settings.serving / "generations").iterdir() if path.name.startswith(".")] == []
    assert len(generations(settings)) == 2
