"""Nobody who opens an export of a published list in a spreadsheet runs what a customer wrote into a name."""

import csv
from datetime import date

import duckdb
import pytest

from dagster_project.publishing.publish import publish
from dagster_project.settings import load_settings
from dagster_project.warehouse.evidence import Evidence
from dagster_project.warehouse.gate import Gate

COMPUTED = ["=HYPERLINK(0)", "+cmd|' /C calc'!A0", "-1+SUM(A1)", "@SUM(1)", "\t=1"]
PLAIN = ["-5", "+86 10", "-1,234.50", "A=B", "瑞信五金有限公司", "-", "", None]


@pytest.fixture
def settings(tmp_path):
    settings = load_settings(tmp_path)
    settings.spill.mkdir(parents=True)
    values = [(f"-K{number}", text) for number, text in enumerate([*COMPUTED, *PLAIN])]
    with duckdb.connect(settings.build_file) as build:
        build.execute("create schema ml; create table ml.retention_queue (customer_id varchar, company_name varchar)")
        build.executemany("insert into ml.retention_queue values (?, ?)", values)
    gate = Gate("20260101-abc", (Evidence("dbt_test", "t", "critical", True),), ())
    publish(settings, as_of=date(2026, 1, 1), gate=gate, descriptions={})
    return settings


def test_a_text_that_would_be_computed_is_a_text_in_every_export(settings, tmp_path):
    export, parquet = tmp_path / "list.csv", settings.serving / "parquet" / "ml" / "retention_queue.parquet"
    duckdb.sql(f"copy (from '{parquet}') to '{export}' (format csv)")
    with export.open(newline="", encoding="utf-8") as stream:
        exported = [row["company_name"] for row in csv.DictReader(stream)]
    assert exported[: len(COMPUTED)] == [f"'{text}" for text in COMPUTED]
    assert exported[len(COMPUTED) :] == [text or "" for text in PLAIN]


def test_keys_stay_as_they_are_because_they_join(settings):
    with duckdb.connect(settings.serving / "guanxi.duckdb", read_only=True) as published:
        assert published.execute("select max(customer_id) from ml.retention_queue").fetchall() == [("-K9",)]
