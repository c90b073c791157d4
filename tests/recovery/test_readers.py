"""Readers who open, query and close while builds are published: every query sees one build, whole."""

import os
import subprocess
import sys
from datetime import date, timedelta

import duckdb
import pytest
from support.company import user_environment
from support.thoroughness import rounds

from dagster_project.publishing.publish import publish
from dagster_project.settings import load_settings
from dagster_project.warehouse.evidence import Evidence
from dagster_project.warehouse.gate import Gate

READERS = 8
READER = """
import sys
from pathlib import Path
import duckdb

serving, stop = Path(sys.argv[1]), Path(sys.argv[2])
queries = 0
while not stop.exists():
    with duckdb.connect((serving / "guanxi.duckdb").resolve(), read_only=True) as published:
        seen = published.execute(
            "select distinct build_id from marts.a union select distinct build_id from marts.b "
            "union select build_id from meta.gate"
        ).fetchall()
        counts = published.execute("select (select count(*) from marts.a), (select count(*) from marts.b)").fetchone()
    if len(seen) != 1 or counts != (200, 200):
        sys.exit(f"saw {seen}, {counts}")
    queries += 1
print(queries)
"""


@pytest.fixture
def settings(tmp_path):
    settings = load_settings(tmp_path)
    settings.spill.mkdir(parents=True)
    return settings


def publish_number(settings, number):
    day = date(2026, 1, 1) + timedelta(days=number)
    build = f"{day:%Y%m%d}-abc"
    with duckdb.connect(settings.build_file) as connection:
        connection.execute("create schema if not exists marts")
        for table in ("a", "b"):
            connection.execute(f"create or replace table marts.{table} as select '{build}' as build_id from range(200)")
    gate = Gate(build, (Evidence("dbt_test", "t", "critical", True),), ())
    publish(settings, as_of=day, gate=gate, descriptions={})


def test_every_query_of_eight_readers_sees_exactly_one_build(settings, tmp_path):
    publish_number(settings, 0)
    stop = tmp_path / "stop"
    command = [sys.executable, "-c", READER, str(settings.serving), str(stop)]
    readers = [
        subprocess.Popen(command, env=user_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(READERS)
    ]
    for number in range(1, rounds(10, 50)):
        publish_number(settings, number)
    stop.touch()
    said = [reader.communicate() for reader in readers]
    assert [reader.returncode for reader in readers] == [0] * READERS, said
    assert sum(int(output) for output, _ in said) > READERS
    assert os.path.realpath(settings.serving / "current").endswith("-abc")
