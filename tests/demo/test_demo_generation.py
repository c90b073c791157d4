"""The files: determinism, daily deliveries, memory, and what generate refuses."""

import hashlib
import tracemalloc
from datetime import date
from pathlib import Path

import pytest

from dagster_project.demo import DemoError, deliver_next_day, generate
from dagster_project.demo.behaviour import population
from dagster_project.settings import load_settings


def contents(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path):
    for name, seed in (("one", 3), ("same", 3), ("other", 4)):
        generate(load_settings(tmp_path / name), customers=200, days=1, seed=seed)
    one, same, other = (contents(tmp_path / name) for name in ("one", "same", "other"))
    assert one == same
    assert one.keys() == other.keys()
    assert one["landing/erp/orders_2025-12-31.csv"] != other["landing/erp/orders_2025-12-31.csv"]


def test_the_next_day_is_what_one_more_day_would_have_been(tmp_path):
    generate(load_settings(tmp_path / "whole"), customers=200, days=2, seed=5)
    daily = load_settings(tmp_path / "daily")
    generate(daily, customers=200, days=0, seed=5)
    assert [deliver_next_day(daily), deliver_next_day(daily)] == [date(2026, 1, 1), date(2026, 1, 2)]
    assert contents(tmp_path / "daily") == contents(tmp_path / "whole")


def test_memory_grows_with_the_chunk_and_not_with_the_company(tmp_path, monkeypatch):
    monkeypatch.setattr(population, "CHUNK_CUSTOMERS", 200)

    def peak(customers: int) -> int:
        tracemalloc.start()
        generate(load_settings(tmp_path / str(customers)), customers=customers, seed=1)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(200)  # imports and caches
    assert peak(1_200) < 1.5 * peak(200)


def test_the_summary_counts_what_is_there(demo):
    files = [file for file in demo.settings.landing.rglob("*") if file.is_file()]
    assert demo.summary.files == len(files)
    assert demo.summary.bytes == sum(file.stat().st_size for file in files)
    assert demo.summary.business_dates == tuple(date.fromordinal(date(2025, 12, 31).toordinal() + n) for n in range(3))
    bought = "select count(distinct true_customer_id) from orders where ordered_at < '2026-01-01'"
    assert demo.truth(bought) == [(demo.summary.customers,)]
    assert demo.truth("select count(*) from orders where business_date = '2025-12-31'") == [(demo.summary.orders,)]


def test_landing_that_is_no_demo_is_left_alone(tmp_path):
    settings = load_settings(tmp_path)
    (settings.landing / "erp").mkdir(parents=True)
    (settings.landing / "erp" / "orders.csv").write_text("mine")
    with pytest.raises(DemoError, match="holds files that are no demo; choose an empty GUANXI_HOME"):
        generate(settings, customers=10)
    assert (settings.landing / "erp" / "orders.csv").read_text() == "mine"


def test_there_is_no_next_day_without_a_company_or_beyond_the_horizon(tmp_path):
    with pytest.raises(DemoError, match="run `guanxi demo` first"):
        deliver_next_day(load_settings(tmp_path))
    with pytest.raises(DemoError, match="days 0 to 120, got 10 and 121"):
        generate(load_settings(tmp_path), customers=10, days=121)


@pytest.mark.parametrize("customers", [1, 7])
def test_a_tiny_company_has_every_file(tmp_path, customers):
    summary = generate(load_settings(tmp_path), customers=customers, days=1)
    assert (summary.customers, summary.files) == (customers, 53)
