"""Delivered texts become typed values, or the row is quarantined with the rule it breaks."""

from datetime import date, datetime
from decimal import Decimal

import pytest

MAPPING = """
timezone: %s
deliveries:
  - files: "orders_{business_date}.csv"
    mode: delta
    delimiter: ";"
    date_formats: ["%%d/%%m/%%Y %%H:%%M", "%%d/%%m/%%Y"]
    null_values: ["", "NULL"]
    entities:
      erp.orders:
        columns:
          order_id: id
          ordered_at: ordered
          status: "'paid'"
          currency: "'CNY'"
          total_amount: %s
"""
HEADER = "id;ordered;total\n"


def orders(home, lines: str, *, timezone: str = "Asia/Shanghai", amount: str = "total"):
    home.deliver("orders_2026-01-10.csv", HEADER + lines)
    home.map(MAPPING % (timezone, amount))
    (result,) = home.ingest()
    assert result.status == "loaded", result.message
    assert result.rows_in == result.rows_loaded + result.rows_quarantined + result.rows_duplicate
    return home.lake("order_id, ordered_at, total_amount", "erp.orders")


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1234.5", "1234.5000"),
        ("1,234.50", "1234.5000"),
        ("1,234,567", "1234567.0000"),
        ("１２．５", "12.5000"),
        ("1e3", "1000.0000"),
        ("8.9e-16", "0.0000"),
        (".5", "0.5000"),
        ("\u30007 ", "7.0000"),
    ],
)
def test_decimals_are_read_where_there_is_one_way_to_read_them(home, text, amount):
    assert orders(home, f"a;2026-01-02;{text}\n") == [("a", datetime(2026, 1, 1, 16), Decimal(amount))]


def test_amounts_that_can_be_read_in_two_ways_and_texts_are_quarantined(home):
    assert (
        orders(home, "a;2026-01-02;1,234\nb;2026-01-02;12,5\nc;2026-01-02;x\nd;2026-01-02;NULL\ne;2026-01-02;-1\n")
        == []
    )
    assert home.quarantined("erp.orders") == [
        (2, "total_amount: not a decimal"),
        (3, "total_amount: not a decimal"),
        (4, "total_amount: not a decimal"),
        (5, "total_amount: required but empty"),
        (6, "total_amount: below 0"),
    ]


@pytest.mark.parametrize(
    ("timezone", "text", "utc"),
    [
        ("Asia/Shanghai", "2026-01-02 08:30", datetime(2026, 1, 2, 0, 30)),
        ("Asia/Shanghai", "2026-01-02T08:30:15.25", datetime(2026, 1, 2, 0, 30, 15, 250000)),
        ("Asia/Shanghai", "2026-01-02T08:30:00Z", datetime(2026, 1, 2, 8, 30)),
        ("Asia/Shanghai", "2026-01-02T08:30:00-05:00", datetime(2026, 1, 2, 13, 30)),
        ("Asia/Shanghai", "1988-07-01 12:00", datetime(1988, 7, 1, 3, 0)),  # China had summer time then
        ("Asia/Shanghai", "05/01/2026 09:00", datetime(2026, 1, 5, 1, 0)),
        ("Asia/Shanghai", "05/01/2026", datetime(2026, 1, 4, 16, 0)),
        ("Asia/Shanghai", "20260105", datetime(2026, 1, 4, 16, 0)),
        ("America/New_York", "2025-07-04 12:00", datetime(2025, 7, 4, 16, 0)),
        ("America/New_York", "2025-12-04 12:00", datetime(2025, 12, 4, 17, 0)),
        ("UTC", "2025-12-04 12:00", datetime(2025, 12, 4, 12, 0)),
    ],
)
def test_local_times_become_utc(home, timezone, text, utc):
    assert orders(home, f"a;{text};1\n", timezone=timezone) == [("a", utc, Decimal(1))]


def test_impossible_dates_are_quarantined(home):
    lines = [
        "a;1899-12-31;1",
        "b;2026-02-30;1",
        "c;infinity;1",
        "d;2026-01-11 23:59:59;1",
        "e;2026-01-12 00:00:00;1",
    ]
    assert [row[0] for row in orders(home, "\n".join(lines))] == ["d"]
    assert home.quarantined("erp.orders") == [
        (2, "ordered_at: impossible, before 1900-01-01"),
        (3, "ordered_at: not a timestamp"),
        (4, "ordered_at: not a timestamp"),
        (6, "ordered_at: impossible, later than the day after 2026-01-10"),
    ]


def test_tomorrow_is_in_the_lake_but_not_visible_before_tomorrow(home):
    orders(home, "a;2026-01-11 08:00;1\n")
    assert home.rows("order_id", "erp.orders", date(2026, 1, 10)) == []
    assert home.rows("order_id", "erp.orders", date(2026, 1, 11)) == [("a",)]


def test_an_expression_that_fails_on_a_row_quarantines_that_row_only(home):
    assert orders(home, "a;2026-01-02;x\nb;2026-01-02;3\n", amount="cast(total as integer) * 2")[0][0] == "b"
    assert home.quarantined("erp.orders") == [(2, "total_amount: the mapping's expression fails on this row")]


def test_all_broken_rules_of_a_row_are_named_and_its_values_are_kept(home):
    orders(home, ";nonsense;x\n")
    assert home.quarantined("erp.orders") == [
        (2, "order_id: required but empty; ordered_at: not a timestamp; total_amount: not a decimal")
    ]
    assert home._read("quarantine", "raw", "erp.orders") == [
        ('{"_line":2,"id":null,"ordered":"nonsense","total":"x"}',)
    ]


@pytest.mark.parametrize(("text", "value"), [("TRUE", True), ("是", True), ("0", False), ("No", False)])
def test_booleans_are_read_in_the_usual_spellings(home, text, value):
    home.deliver("c_2026-01-10.csv", f"contact_id,account_id,is_decision_maker\n1,1,{text}\n2,1,maybe\n")
    home.map('deliveries: [{files: "c_{business_date}.csv", mode: delta, entities: {crm.contacts: {}}}]')
    home.ingest()
    assert home.rows("is_decision_maker", "crm.contacts") == [(value,)]
    assert home.quarantined("crm.contacts") == [(3, "is_decision_maker: not a boolean")]


def test_enumerations_patterns_and_whole_numbers_are_checked(home):
    home.deliver(
        "t_2026-01-10.csv",
        "order_id,ordered_at,status,currency,total_amount\n1,2026-01-01,lost,CNY,1\n2,2026-01-01,paid,cny,1\n",
    )
    home.deliver("l_2026-01-10.csv", "order_id,line_number,sku,quantity,unit_price\n1,1.0,a,1,1\n1,1.5,a,1,1\n")
    home.map("""
deliveries:
  - {files: "t_{business_date}.csv", mode: delta, entities: {erp.orders: {}}}
  - {files: "l_{business_date}.csv", mode: delta, entities: {erp.order_lines: {}}}
""")
    home.ingest()
    assert home.quarantined("erp.orders") == [
        (2, "status: not one of open, paid, shipped, completed, cancelled"),
        (3, "currency: does not match [A-Z]{3}"),
    ]
    assert home.rows("line_number", "erp.order_lines") == [(1,)]
    assert home.quarantined("erp.order_lines") == [(3, "line_number: not an integer")]
