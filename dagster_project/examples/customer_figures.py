"""What the customers of an example did, counted in pandas from its raw files, beside the marts that say the same."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd

from dagster_project.examples.raw_figures import cancelled_lines, retail_lines, sold_lines

CHURN_WINDOW = pd.Timedelta(days=90)
UNITS = 10_000  # amounts are whole ten-thousandths, so that sums are exact

PUBLISHED = {
    "customers with two orders or more": "select count(*) from marts.mart_customers where frequency >= 2",
    "customers back in the month after their first": """
        select cast(sum(active_customer_count) as bigint) from marts.mart_cohort_retention where months_since = 1""",
    "customers back in the third month": """
        select cast(sum(active_customer_count) as bigint) from marts.mart_cohort_retention where months_since = 3""",
    "second orders within the first two months": """
        select cast(sum(repeat_customer_count) as bigint) from marts.mart_cohort_retention where months_since = 1""",
    "customers without an order for 90 days": "select count(*) from marts.mart_churn_profile where is_churned",
    "lapsed, of who ordered in the 90 days before": "select count(*) from marts.mart_churn_profile where has_lapsed",
    "customers to save": "select count(*) from marts.mart_lifecycle where lifecycle_stage = 'save'",
    "loyal customers": "select count(*) from marts.mart_lifecycle where lifecycle_stage = 'loyal'",
    "days between purchases, in all": """
        select cast(round(sum(interval_count * mean_interval_days)) as bigint) from marts.mart_repurchase_intervals
        where quarter_number is null""",
    "best fifth by recency": "select count(*) from marts.mart_customers where r_score = 5",
    "best fifth by frequency": "select count(*) from marts.mart_customers where f_score = 5",
    "spend of customers, net of refunds": "select sum(monetary_amount) from marts.mart_customers where frequency > 0",
    "the same at the end of the last month": """
        select sum(monetary_amount) from marts.fct_customer_months
        where frequency > 0 and as_of_date = (select max(as_of_date) from marts.fct_customer_months)""",
    "spend of the first tenth": """
        select sum(spend_amount) from marts.mart_contribution where spend_rank <= ceil(0.1 * (
            select count(*) from marts.mart_contribution))""",
    "customers who bring four fifths": "select count(*) from marts.mart_contribution where contribution_class = 'A'",
}


def customer_figures(orders: pd.DataFrame, refunds: pd.DataFrame, as_of: date) -> dict[str, int | Decimal]:
    """The figures of PUBLISHED, each by its definition in words and no line of the SQL.

    `orders` (one row per order: customer, on, amount) and `refunds` (customer, amount) are those of known customers;
    `on` is the midnight of a business day, amounts are whole ten-thousandths of the currency.
    """
    end = pd.Timestamp(as_of)
    by_customer = orders.groupby("customer")
    last, first, count = by_customer.on.max(), by_customer.on.min(), by_customer.size()
    days = orders.drop_duplicates(["customer", "on"]).sort_values(["customer", "on"])
    month = days.on.dt.year * 12 + days.on.dt.month
    since = month - month.groupby(days.customer).transform("min")
    visits = pd.DataFrame({"customer": days.customer, "since": since}).drop_duplicates()
    ordered = orders.sort_values(["customer", "on"])
    second = ordered[ordered.groupby("customer").cumcount() == 1].set_index("customer").on
    born = first[second.index]
    within = (second.dt.year - born.dt.year) * 12 + second.dt.month - born.dt.month <= 1
    # A cohort of the running month has no month after its first yet.
    has_next = (born.dt.year * 12 + born.dt.month) < end.year * 12 + end.month
    gaps = days.groupby("customer").on.diff().dt.days
    before = orders[(orders.on > end - 2 * CHURN_WINDOW) & (orders.on <= end - CHURN_WINDOW)].customer.unique()
    silence = end - last
    spend = by_customer.amount.sum().sub(refunds.groupby("customer").amount.sum(), fill_value=0)
    spend = spend[count.index]
    brought = spend.clip(lower=0).sort_values(ascending=False)
    tenth = brought.iloc[: -(-len(brought) // 10)]
    return {
        "customers with two orders or more": int((count >= 2).sum()),
        "customers back in the month after their first": int((visits.since == 1).sum()),
        "customers back in the third month": int((visits.since == 3).sum()),
        "second orders within the first two months": int((within & has_next).sum()),
        "customers without an order for 90 days": int((silence >= CHURN_WINDOW).sum()),
        "lapsed, of who ordered in the 90 days before": int((silence[before] >= CHURN_WINDOW).sum()),
        "customers to save": int((silence.dt.days >= 60).sum()),
        "loyal customers": int(((silence.dt.days < 60) & (count >= 2)).sum()),
        "days between purchases, in all": int(gaps.sum()),
        "best fifth by recency": _in_best_fifth(-silence.dt.days),
        "best fifth by frequency": _in_best_fifth(count),
        "spend of customers, net of refunds": Decimal(int(spend.sum())) / UNITS,
        "the same at the end of the last month": Decimal(int(spend.sum())) / UNITS,
        "spend of the first tenth": Decimal(int(tenth.sum())) / UNITS,
        "customers who bring four fifths": int((brought.cumsum().shift(fill_value=0) < 0.8 * brought.sum()).sum()),
    }


def _in_best_fifth(values: pd.Series) -> int:
    """How many have four fifths of the others below them; equal values stand together."""
    below = values.rank(method="min") - 1
    return int((below >= 0.8 * (len(values) - 1)).sum())


def complete_journey(landing: Path, as_of: date) -> dict[str, int | Decimal]:
    """Baskets on the shops' own days; nothing is given back."""
    lines = pd.read_parquet(
        landing / "transactions.parquet", columns=["household_id", "basket_id", "sales_value", "transaction_timestamp"]
    )
    stamps = lines.transaction_timestamp
    stamps = stamps if stamps.dt.tz else stamps.dt.tz_localize("UTC")
    lines["on"] = stamps.dt.tz_convert("America/New_York").dt.tz_localize(None).dt.normalize()
    lines["amount"] = (lines.sales_value * 100).round().astype("int64") * 100
    orders = lines.groupby("basket_id").agg(
        customer=("household_id", "first"), on=("on", "first"), amount=("amount", "sum")
    )
    return customer_figures(orders, orders[:0], as_of)


def online_retail(landing: Path, as_of: date) -> dict[str, int | Decimal]:
    """Invoices of buyers with a number, and what was cancelled by them."""
    lines = retail_lines(landing)
    lines = lines[lines.customer.notna()].assign(
        on=lambda f: pd.to_datetime(f["at"]).dt.normalize(), amount=lambda f: (f.amount * UNITS).round().astype("int64")
    )
    orders = (
        sold_lines(lines)
        .groupby("invoice")
        .agg(customer=("customer", "first"), on=("on", "first"), amount=("amount", "sum"))
    )
    refunds = cancelled_lines(lines)
    return customer_figures(orders, refunds.assign(amount=-refunds.amount), as_of)


RAW: dict[str, Callable[[Path, date], dict[str, int | Decimal]]] = {
    "complete_journey": complete_journey,
    "online_retail": online_retail,
}
