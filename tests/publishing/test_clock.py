"""A clock that jumps changes neither which build readers see nor whether it is there."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from support.publisher import ROWS, build_day, days_shown

from dagster_project.publishing import publish as publishing
from dagster_project.settings import load_settings
from dagster_project.warehouse.evidence import Evidence
from dagster_project.warehouse.gate import Gate


@pytest.mark.parametrize("years", [(2030, 2026), (2026, 2099)], ids=["backwards", "far ahead"])
def test_readers_see_the_newest_day_whatever_the_clock_said_when_it_was_published(tmp_path, monkeypatch, years):
    settings = replace(load_settings(tmp_path), generations_kept=1)
    for day, year in enumerate(years, start=1):

        class Clock(datetime):
            @classmethod
            def now(cls, tz=None, year=year):
                return datetime(year, 1, 1, tzinfo=UTC)

        monkeypatch.setattr(publishing, "datetime", Clock)
        build_day(settings, day)
        gate = Gate(f"2026010{day}-abc", (Evidence("dbt_test", "orders", "critical", True),), ())
        publishing.publish(settings, as_of=date(2026, 1, day), gate=gate, descriptions={})
    assert days_shown(settings) == [(2, ROWS)]
