"""UCI Online Retail: every special kind of line, in the shape of each edition, gives the same entities."""

from datetime import date
from decimal import Decimal

import duckdb
import pandas as pd
import pytest

from dagster_project.examples import ExampleError, place, raw_figures
from dagster_project.ingest import entity_rows_sql, ingest
from dagster_project.settings import Settings

FIRST_EDITION = [
    "InvoiceNo",
    "StockCode",
    "Description",
    "Quantity",
    "InvoiceDate",
    "UnitPrice",
    "CustomerID",
    "Country",
]
SECOND_EDITION = ["Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID", "Country"]
BALL = (85048, "GLASS BALL", 12, "2009-12-01 07:45", 6.95, 13085, "United Kingdom")
LINES = [
    ("489434", *BALL),
    ("489434", *BALL),  # the same line twice on one invoice is two lines
    ("489434", "POST", "POSTAGE", 1, "2009-12-01 07:45", 18, 13085, "United Kingdom"),
    ("489435", "85123A", "HEART", 6, "2009-12-01 09:06", 2.55, 12346, "EIRE"),
    ("489435", "85123a", "HANGING HEART", 6, "2009-12-01 09:06", 2.95, 12346, "EIRE"),
    ("489436", 22041, "RECORD FRAME", 48, "2009-12-01 09:08", 2.1, None, "United Kingdom"),  # buyer not known
    ("489437", 21350, "damages", -5, "2009-12-02 10:00", 0, None, "United Kingdom"),  # stock correction
    ("489438", 21166, None, 48, "2009-12-02 10:01", 0, None, "United Kingdom"),  # stock correction
    ("489439", 22076, "6 RIBBONS", 12, "2009-12-02 13:34", 0, 16126, "United Kingdom"),  # given free to a customer
    ("489440", "BANK CHARGES", "Bank Charges", 1, "2009-12-03 09:00", 15, 12346, "EIRE"),
    ("489441", "TEST001", "This is a test product.", 5, "2009-12-03 09:01", 4.5, 12346, "EIRE"),
    ("C489449", 22041, "RECORD FRAME", -12, "2010-07-01 10:33", 2.1, 13085, "United Kingdom"),
    ("C489449", "M", "Manual", -1, "2010-07-01 10:33", 10, 13085, "United Kingdom"),
    ("C496350", "M", "Manual", 1, "2010-07-01 10:35", 373.57, None, "United Kingdom"),  # a cancellation that pays us
    ("A506401", "B", "Adjust bad debt", 1, "2010-07-02 13:36", -53594.36, None, "United Kingdom"),
]
EARLY, LATE = LINES[:9], LINES[3:]  # the sheets of the second edition overlap


def frame(lines, columns) -> pd.DataFrame:
    return pd.DataFrame(lines, columns=columns).assign(InvoiceDate=lambda f: pd.to_datetime(f["InvoiceDate"]))


def first_edition_excel(folder):
    path = folder / "Online Retail.xlsx"
    frame(LINES, FIRST_EDITION).to_excel(path, index=False, sheet_name="Online Retail")
    return path


def second_edition_excel(folder):
    path = folder / "online_retail_II.xlsx"
    with pd.ExcelWriter(path) as book:
        frame(EARLY, SECOND_EDITION).to_excel(book, index=False, sheet_name="Year 2009-2010")
        frame(LATE, SECOND_EDITION).to_excel(book, index=False, sheet_name="Year 2010-2011")
    return path


def first_edition_csv(folder):
    path = folder / "online_retail_2010-12-09.csv"
    frame(LINES, FIRST_EDITION).to_csv(path, index=False, date_format="%m/%d/%Y %H:%M")
    return path


def second_edition_parquet(folder):
    path = folder / "online_retail_2010-12-09.parquet"
    frame(LINES, SECOND_EDITION).astype({"StockCode": str}).to_parquet(path)
    return path


EDITIONS = [first_edition_excel, second_edition_excel, first_edition_csv, second_edition_parquet]


@pytest.fixture(scope="module", params=EDITIONS)
def shop(request, tmp_path_factory):
    downloads = tmp_path_factory.mktemp("downloads")
    settings = Settings(home=tmp_path_factory.mktemp("home"), business_timezone="Europe/London")
    place(settings, "online_retail", request.param(downloads))
    return settings, ingest(settings, until=date(2011, 12, 31))


def query(shop, entity: str, columns: str) -> list[tuple]:
    system, name = entity.split(".")
    rows = entity_rows_sql(shop[0], system, name, date(2011, 12, 31))
    return duckdb.connect().execute(f"select {columns} from ({rows}) order by all").fetchall()


def test_sales_are_orders_with_all_that_was_billed(shop):
    assert query(shop, "erp.orders", "order_id, erp_customer_id, total_amount") == [
        ("489434", "13085", Decimal("184.8000")),
        ("489435", "12346", Decimal("33.0000")),
        ("489436", None, Decimal("100.8000")),
        ("489439", "16126", Decimal("0.0000")),
        ("489440", "12346", Decimal("15.0000")),
    ]
    lines = query(shop, "erp.order_lines", "order_id, line_number, sku, cast(quantity * unit_price as decimal(18, 2))")
    assert lines[:4] == [
        ("489434", 1, "85048", Decimal("83.40")),
        ("489434", 2, "85048", Decimal("83.40")),
        ("489434", 3, "POST", Decimal("18.00")),
        ("489435", 1, "85123A", Decimal("15.30")),
    ]
    assert len(lines) == 8


def test_times_are_london_times_in_utc(shop):
    assert str(query(shop, "erp.orders", "ordered_at")[0][0]) == "2009-12-01 07:45:00"
    assert {str(at) for (at,) in query(shop, "erp.refunds", "refunded_at")} == {"2010-07-01 09:33:00"}


def test_cancellations_are_refunds_and_one_that_pays_us_is_quarantined(shop):
    assert query(shop, "erp.refunds", "refund_id, order_id, erp_customer_id, sku, amount, quantity, reason") == [
        ("C489449-1", None, "13085", "22041", Decimal("25.2000"), Decimal("12.0000"), "cancelled"),
        ("C489449-2", None, "13085", "M", Decimal("10.0000"), Decimal("1.0000"), "Manual"),
    ]
    assert sum(result.rows_quarantined for result in shop[1]) == 1


def test_only_goods_are_products_whatever_the_case_of_their_code(shop):
    assert query(shop, "erp.products", "sku, name, list_price") == [
        ("22041", "RECORD FRAME", Decimal("2.1000")),
        ("85048", "GLASS BALL", Decimal("6.9500")),
        ("85123A", "HANGING HEART", Decimal("2.5500")),
    ]


def test_customers_are_those_with_a_number(shop):
    assert query(shop, "erp.customers", "erp_customer_id") == [("12346",), ("13085",), ("16126",)]
    assert query(shop, "crm.accounts", "erp_customer_id, country")[0] == ("12346", "EIRE")


def test_the_raw_figures_count_the_same_without_the_mapping(shop):
    assert raw_figures.online_retail(shop[0].landing / "online_retail") == {
        "orders": 5,
        "order lines": 8,
        "sales of the orders": Decimal("333.6"),
        "sales of the lines": Decimal("333.6"),
        "lines without a customer": 1,
        "customers who ordered": 3,
        "refunds": 2,
        "refunded": Decimal("35.2"),
    }


def test_a_file_that_the_mapping_will_not_pick_up_is_refused(tmp_path):
    unknown = tmp_path / "sales.csv"
    unknown.write_text("Invoice\n", encoding="utf-8")
    with pytest.raises(ExampleError, match="rename the file, with the last day of its data as YYYY-MM-DD"):
        place(Settings(home=tmp_path / "home"), "online_retail", unknown)
