"""A delivery is missing when it does not come by its own rhythm, weekends included."""

from datetime import date, timedelta

import pytest
from support.tiny_lake import TinyLake

from dagster_project.settings import load_settings
from dagster_project.warehouse.deliveries import missing_deliveries, missing_evidence

MONDAY = date(2026, 1, 5)


@pytest.fixture
def delivered_on(tmp_path):
    def deliver(*days):
        lake = TinyLake(tmp_path / "home")
        for day in days:
            lake.deliver("erp.orders", day, [])
        return load_settings(tmp_path / "home")

    return deliver


def working_days(weeks):
    return [MONDAY + timedelta(weeks=week, days=day) for week in range(weeks) for day in range(5)]


def missing(settings, day):
    return [rhythm.table for rhythm in missing_deliveries(settings, day) if rhythm.is_missing]


def test_a_daily_delivery_is_missing_the_day_after(delivered_on):
    settings = delivered_on(*(MONDAY + timedelta(days=n) for n in range(5)))
    assert missing(settings, MONDAY + timedelta(days=5)) == []
    assert missing(settings, MONDAY + timedelta(days=6)) == ["erp.orders"]


def test_a_weekend_is_no_gap_but_a_missing_tuesday_is(delivered_on):
    days = working_days(3)
    settings = delivered_on(*days)
    friday = days[-1]
    assert missing(settings, friday + timedelta(days=3)) == []
    assert missing(settings, friday + timedelta(days=4)) == ["erp.orders"]
    tuesday_gone = [day for day in days if day != days[-4] and day <= days[-5]]
    assert tuesday_gone[-1].weekday() == 0
    settings = delivered_again(settings, tuesday_gone)
    assert missing(settings, tuesday_gone[-1] + timedelta(days=2)) == ["erp.orders"]


def delivered_again(settings, days):
    lake = TinyLake(settings.home.with_name("again"))
    for day in days:
        lake.deliver("erp.orders", day, [])
    return load_settings(lake.home)


def test_too_few_deliveries_have_no_rhythm(delivered_on):
    settings = delivered_on(MONDAY, MONDAY + timedelta(days=1), MONDAY + timedelta(days=2))
    assert missing(settings, MONDAY + timedelta(days=300)) == []


def test_the_gate_gets_a_warning_that_names_the_last_delivery(delivered_on):
    settings = delivered_on(*(MONDAY + timedelta(days=n) for n in range(5)))
    [late] = missing_evidence(missing_deliveries(settings, MONDAY + timedelta(days=9)))
    assert (late.kind, late.severity, late.passed) == ("freshness", "warning", False)
    assert "last for 2026-01-09" in late.detail and "1 day(s)" in late.detail
