"""A table is profiled by the rows of its day, and judged by accepted builds only."""

from datetime import date, timedelta

import pytest
from support.tiny_lake import TinyLake

from dagster_project.settings import load_settings
from dagster_project.warehouse.accepted_builds import AcceptedBuild, accept, profiles_before
from dagster_project.warehouse.profiles import history_results, profile_of_day

MONDAY = date(2026, 1, 5)


def orders(count, **values):
    return [
        {"order_id": f"O{n}", "status": "paid", "total_amount": 10, "sales_channel": "store"} | values
        for n in range(count)
    ]


@pytest.fixture
def lake(tmp_path):
    return TinyLake(tmp_path / "home")


@pytest.fixture
def settings(lake):
    return load_settings(lake.home)


def judge_day(settings, day, *, accepted):
    build = f"{day:%Y%m%d}-x"
    results = history_results(settings, build=build, table="erp.orders", owner="team:x", as_of=day)
    if accepted:
        accept(settings, AcceptedBuild(build, day, "", 1, 1))
    return {r.expectation for r in results if not r.success}


def test_a_profile_tells_rows_missing_values_means_and_shares_of_that_day_alone(lake, settings):
    lake.deliver("erp.orders", MONDAY - timedelta(days=1), orders(500, total_amount=999))
    lake.deliver("erp.orders", MONDAY, orders(100) + orders(100, status="cancelled", sales_channel=None))
    profile = profile_of_day(settings, "erp.orders", MONDAY)
    assert (profile["rows"], profile["mean:total_amount"], profile["missing:sales_channel"]) == (200, 10, 0.5)
    assert (profile["share:status=paid"], profile["share:status=open"]) == (0.5, 0)


def test_of_few_rows_only_their_number_is_told_and_of_no_delivery_nothing(lake, settings):
    lake.deliver("erp.orders", MONDAY, orders(99))
    assert profile_of_day(settings, "erp.orders", MONDAY) == {"rows": 99}
    assert profile_of_day(settings, "erp.orders", MONDAY + timedelta(days=1)) is None


def test_what_is_usual_is_learnt_from_accepted_builds_only(lake, settings):
    days = [MONDAY + timedelta(days=n) for n in range(10)]
    for day in days:
        lake.deliver("erp.orders", day, orders(100 if day != days[-1] else 10))
    for day in days[:8]:
        assert judge_day(settings, day, accepted=False) == set()
    assert judge_day(settings, days[-1], accepted=False) == set(), "nothing was accepted, so nothing is known"
    for day in days[:8]:
        judge_day(settings, day, accepted=True)
    assert judge_day(settings, days[-1], accepted=False) == {"as many rows as usual came"}


def test_a_day_that_is_built_again_sees_earlier_days_only_and_its_last_accepted_build(lake, settings):
    for day in (MONDAY, MONDAY + timedelta(days=1)):
        lake.deliver("erp.orders", day, orders(100))
        judge_day(settings, day, accepted=True)
    assert list(profiles_before(settings, "erp.orders", MONDAY + timedelta(days=1))) == [MONDAY]
    assert profiles_before(settings, "erp.orders", MONDAY) == {}
