"""A night that merges or splits customers by the dozen is not believed, until somebody says that it is meant."""

from dataclasses import replace
from datetime import date, timedelta

import dagster as dg
import duckdb
import pytest

from dagster_project.defs.identity import FEW_MOVED, identities
from dagster_project.defs.resources import Home
from dagster_project.identity import resolve
from dagster_project.identity.lake import partition
from dagster_project.identity.moved import TooManyMoved
from dagster_project.settings import Settings, load_settings
from dagster_project.warehouse.build_id import build_id
from dagster_project.warehouse.evidence import evidence_of
from tests.support.tiny_lake import TinyLake

DAYS = [date(2025, 12, 31) + timedelta(number) for number in range(3)]
CUSTOMERS = 50


def shop(lake: TinyLake, day: date, emails: int) -> None:
    """Users as the shop delivers them: with the account's e-mail, all but the first `emails` of them with another."""
    lake.deliver("ecommerce.users", day, [
        {"user_id": f"U{n}", "email": f"{'c' if n < emails else 'shop'}{n}@example.com"} for n in range(CUSTOMERS)
    ])  # fmt: skip


@pytest.fixture
def lake(tmp_path) -> Settings:
    """Customers of CRM and shop, whose e-mails are all others' on the second day and as they were on the third."""
    lake = TinyLake(tmp_path)
    lake.deliver("crm.accounts", DAYS[0], [
        {"account_id": f"A{n}", "email": f"c{n}@example.com"} for n in range(CUSTOMERS)
    ])  # fmt: skip
    for day, emails in zip(DAYS, (CUSTOMERS, 0, CUSTOMERS), strict=True):
        shop(lake, day, emails)
    return load_settings(tmp_path)


def customers(settings: Settings, day: date) -> list[tuple]:
    file = partition(settings, "crosswalk", day)
    return duckdb.execute(f"from read_parquet('{file}', hive_partitioning = false) order by all").fetchall()


def test_such_a_night_is_refused_and_one_that_mends_it_passes_it_over(lake, caplog):
    assert resolve.resolve(lake, DAYS[0]).customer_count == CUSTOMERS
    with pytest.raises(TooManyMoved, match="50 split, of 50 .* more than 5% .*identity_moved_share_limit in dbt"):
        resolve.resolve(lake, DAYS[1])
    assert not partition(lake, "crosswalk", DAYS[1]).exists()
    found = resolve.resolve(lake, DAYS[2])
    assert (found.customer_count, found.merged_count, found.split_count) == (CUSTOMERS, 0, 0)
    assert "passed over: identity of 2026-01-01" in caplog.text
    assert customers(lake, DAYS[2]) == customers(lake, DAYS[0])


@pytest.mark.parametrize("change", [{"moved_share_limit": 1}, {"moved_count_limit": CUSTOMERS + 1}])
def test_what_is_meant_or_concerns_few_passes(lake, monkeypatch, change):
    load = resolve.load_limits
    resolve.resolve(lake, DAYS[0])
    monkeypatch.setattr(resolve, "load_limits", lambda project: replace(load(project), **change))
    assert resolve.resolve(lake, DAYS[1]).split_count == CUSTOMERS


def test_the_check_blocks_the_night_and_closes_its_gate(lake, monkeypatch):
    monkeypatch.setenv("GUANXI_HOME", str(lake.home))

    def night(day):
        with dg.DagsterInstance.ephemeral() as instance:
            return dg.materialize(
                [identities], instance=instance, partition_key=str(day), resources={"home": Home()},
                raise_on_error=False,
            )  # fmt: skip

    def judged(day):
        return [(e.subject, e.passed) for e in evidence_of(lake, build_id(lake, day))]

    first, second = night(DAYS[0]), night(DAYS[1])
    for done, passed in ((first, True), (second, False)):
        (check,) = done.get_asset_check_evaluations()
        assert (done.success, check.check_name, check.passed) == (passed, FEW_MOVED.name, passed)
    assert (judged(DAYS[0]), judged(DAYS[1])) == ([("crosswalk", True)], [("crosswalk", False)])
