"""Products, baskets and channels of the demo company, counted a second way with pandas, and its planted truth."""

import json
from itertools import combinations

import pandas as pd
import pytest
from support.company import CUSTOMERS

from dagster_project.demo.behaviour.catalogue import PAIRS, PER_CATEGORY


@pytest.fixture(scope="module")
def lines(published) -> pd.DataFrame:
    """Lines of counted orders with the net amount of their order."""
    return published.execute("""
        select lines.*, cast(orders.net_amount as double) as order_net_amount
        from marts.fct_order_lines as lines inner join marts.fct_orders as orders using (order_id)
        where lines.is_counted
    """).df()


def test_articles_share_the_revenue_of_their_orders_to_the_cent(published, lines):
    expected = lines.drop_duplicates("order_id")["order_net_amount"].sum()
    total = published.execute("select sum(net_amount) from marts.mart_products").fetchone()[0]
    assert float(total) == pytest.approx(expected, abs=0.05)


def test_buyers_repeaters_and_ranks_of_articles_equal_a_count_by_pandas(published, lines):
    days = lines.dropna(subset=["customer_id"]).groupby(["sku", "customer_id"])["ordered_on"].nunique()
    expected = days.groupby("sku").agg(customer_count="size", repeat_customer_count=lambda counts: (counts > 1).sum())
    expected["order_count"] = lines.groupby("sku")["order_id"].nunique()
    mart = published.execute("select * from marts.mart_products where order_count > 0 order by revenue_rank").df()
    pd.testing.assert_frame_equal(
        mart.set_index("sku")[expected.columns.tolist()].sort_index(), expected.sort_index(), check_dtype=False
    )
    assert mart["net_amount"].is_monotonic_decreasing
    assert mart["revenue_share_rate"].sum() == pytest.approx(1)


def test_pairs_of_articles_are_counted_as_pandas_counts_them(published, lines):
    baskets = lines.groupby("order_id")["sku"].agg(lambda skus: sorted(set(skus)))
    counts = pd.Series([pair for skus in baskets for pair in combinations(skus, 2)]).value_counts()
    mart = published.execute("select * from marts.mart_basket_pairs where item_kind = 'sku'").df()
    found = {(row.item_1, row.item_2): row.basket_count for row in mart.itertuples()}
    floor = max(10, 0.001 * len(baskets))
    assert found == {pair: count for pair, count in counts.items() if count >= floor}
    assert set(mart["total_basket_count"]) == {len(baskets)}


def test_the_planted_pairs_are_those_bought_together_most(published):
    def sku(article: tuple[int, int]) -> str:
        return f"SKU{100001 + article[0] * PER_CATEGORY + article[1]}"

    planted = {tuple(sorted(map(sku, pair))) for pair in PAIRS}
    most = (
        "select item_1, item_2 from marts.mart_basket_pairs where item_kind = 'sku' order by basket_count desc limit 12"
    )
    assert planted < set(published.execute(most).fetchall())
    lift = "select min(lift) from marts.mart_basket_rules where item_kind = 'sku' and confidence_rate > 0.15"
    assert published.execute(lift).fetchone()[0] > 3


def test_every_rule_is_published_once(published):
    rule = "(item_kind, antecedent_1, antecedent_2, consequent)"
    repeated = f"select count(*) - count(distinct {rule}) from marts.mart_basket_rules"
    assert published.execute(repeated).fetchone() == (0,)


def test_the_shares_of_every_channel_preference_and_group_sum_to_one(published):
    for mart, share, whole in (
        ("channels", "contact_share_rate", "period_grain, period_starts_on, contact_kind"),
        ("customer_preferences", "order_share_rate", "customer_id, preference_kind"),
        ("channel_migration", "move_rate", "contact_kind, quarter_starts_on, from_channel"),
        ("product_preferences", "share_in_group_rate", "group_kind, group_value, product_level"),
        ("geography", "customer_share_rate", "region_level"),
        ("demographics", "customer_share_rate", "attribute"),
    ):
        sums = published.execute(f"select sum({share}) from marts.mart_{mart} group by {whole}").fetchall()
        assert sums, mart
        assert [total for (total,) in sums] == pytest.approx([1.0] * len(sums)), mart


def test_a_customers_preferred_channel_is_the_one_pandas_finds(published):
    orders = published.execute(
        "select customer_id, sales_channel from marts.fct_orders where is_counted and customer_id is not null"
    ).df()
    counts = orders.value_counts().unstack(fill_value=0)
    mart = published.execute(
        "select customer_id, preference_value from marts.mart_customer_preferences "
        "where preference_kind = 'sales_channel' and is_preferred"
    ).df()
    chosen = mart.set_index("customer_id")["preference_value"]
    assert len(chosen) == len(counts)
    assert all(counts.at[customer, channel] == counts.loc[customer].max() for customer, channel in chosen.items())


def test_acquisition_cost_is_spend_over_first_orders(published):
    mart = published.execute("select * from marts.mart_channel_acquisition where period_grain = 'all'").df()
    first = published.execute("""
        select acquisition_channel, count(distinct customer_id) as customers from marts.fct_orders
        inner join marts.dim_customers using (customer_id) where is_counted group by acquisition_channel
    """).df()
    customers = first.dropna().set_index("acquisition_channel")["customers"]
    spend = published.execute(
        "select channel, sum(spend_amount) from marts.fct_marketing_spend group by channel"
    ).fetchall()
    costs = mart.dropna(subset=["cac_amount"]).set_index("channel")["cac_amount"].astype(float)
    assert costs.to_dict() == pytest.approx({c: float(s) / customers[c] for c, s in spend if c in customers}, rel=1e-4)
    assert set(costs.index) == {"search", "social"}


def test_what_a_customer_brings_stands_in_a_sensible_relation_to_what_he_cost(published, company):
    ratios = dict(
        published.execute(
            "select channel, clv_to_cac_ratio from marts.mart_channel_acquisition "
            "where period_grain = 'all' and clv_to_cac_ratio is not null"
        ).fetchall()
    )
    assert set(ratios) == {"search", "social"}
    assert all(2 < ratio < 8 for ratio in ratios.values()), ratios
    planted = json.loads((company.settings.truth / "parameters.json").read_text())["parameters"]
    days = 732
    for channel in ratios:
        (spent,) = published.execute(
            "select sum(spend_amount) from marts.fct_marketing_spend where channel = ?", [channel]
        ).fetchone()
        expected = days * CUSTOMERS * planted[f"{channel}_spend_per_customer_day"]
        assert float(spent) == pytest.approx(expected, rel=0.05), channel


def test_every_channel_has_a_name_in_both_languages(published):
    unnamed = "select distinct channel from marts.mart_channels where channel in (channel_name_en, channel_name_zh)"
    assert published.execute(unnamed).fetchall() == []


def test_regions_hold_the_customers_of_the_planted_company(published, company):
    customers = "select count(*) from marts.dim_customers where province is not null"
    levels = "select region_level, cast(sum(customer_count) as bigint) from marts.mart_geography group by region_level"
    counts = dict(published.execute(levels).fetchall())
    assert counts["province"] == counts["macro_region"] == published.execute(customers).fetchone()[0]
    province = json.loads((company.settings.truth / "parameters.json").read_text())["parameters"]["incident_province"]
    densest = (
        "select region from marts.mart_geography where region_level = 'province' order by customer_count desc limit 1"
    )
    assert published.execute(densest).fetchone() == (province,)
