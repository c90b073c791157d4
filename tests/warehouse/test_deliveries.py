"""The delivery table answers what is missing and what stopped, as of a day."""

from datetime import date

import duckdb
import pytest

from dagster_project.settings import load_settings
from dagster_project.warehouse.deliveries import (
    delivered_rows,
    missing_minimum,
    stopped_deliveries,
    unbalanced_deliveries,
)

COLUMNS = """
    system, entity, logical_name, status, message, business_date,
    rows_in, rows_loaded, rows_quarantined, rows_duplicate
"""
ROWS = """
    ('erp', 'orders', 'erp/orders_1.csv', 'loaded', '', date '2026-01-01', 10, 8, 1, 1),
    ('erp', 'orders', 'erp/orders_2.csv', 'loaded', '', date '2026-01-03', 10, 8, 1, 0),
    ('crm', 'accounts', 'crm/accounts.csv', 'stopped', 'line 7: no name', date '2026-01-02', 0, 0, 0, 0),
    ('ecommerce', 'users', 'shop/users.csv', 'loaded', '', date '2026-01-03', 5, 5, 0, 0)
"""


@pytest.fixture
def settings(tmp_path):
    settings = load_settings(tmp_path)
    (settings.lake / "meta").mkdir(parents=True)
    path = settings.lake / "meta" / "deliveries.parquet"
    duckdb.sql(f"copy (select * from (values {ROWS}) as delivery ({COLUMNS})) to '{path}' (format parquet)")
    return settings


def test_orders_without_customers_are_not_enough_and_a_stopped_delivery_does_not_count(settings):
    [missing] = missing_minimum(settings, date(2026, 1, 2))
    assert missing == "no customers are delivered: one of crm.accounts, erp.customers, ecommerce.users is needed"


def test_any_system_may_bring_the_customers(settings):
    assert missing_minimum(settings, date(2026, 1, 3)) == []


def test_a_stopped_delivery_is_named_with_its_file_and_reason(settings):
    assert stopped_deliveries(settings, date(2026, 1, 1)) == []
    assert stopped_deliveries(settings, date(2026, 1, 2)) == [
        "crm/accounts.csv (crm.accounts) is stopped: line 7: no name"
    ]


def test_a_lost_row_is_found(settings):
    assert unbalanced_deliveries(settings, date(2026, 1, 2)) == []
    assert unbalanced_deliveries(settings, date(2026, 1, 3)) == ["erp/orders_2.csv (erp.orders)"]


def test_rows_delivered_are_counted_as_of_the_day(settings):
    assert delivered_rows(settings, date(2026, 1, 2)) == 10
