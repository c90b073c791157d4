"""Every customer is in exactly one RFM class, whatever the figures: the model's own SQL over random customers."""

import re
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment

MODEL = Path(__file__).resolve().parents[2] / "dbt/models/intermediate/value/int_customer_months__segmented.sql"
CLASSES = {
    f"{value}_{kind}" for value in ("important", "general") for kind in ("value", "develop", "retain", "win_back")
}
TABLES = {
    "rfm_thresholds": "(rule text, recency_days int, frequency int, monetary_amount decimal(18,4), currency text)",
    "int_exchange_rates__spanned": "(currency text, valid_from date, valid_until date, rate decimal(18,8))",
    "rfm_value_extension": (
        "(kind text, employees_from int, employees_below int, section_code text, monetary_factor decimal(9,4))"
    ),
    "dim_customers": "(customer_id int, employee_count int, industry_code text)",
    "int_customer_months__scored": "(customer_id int, recency_days int, frequency int, monetary_amount decimal(18,4))",
}
SEEDS = Path(__file__).resolve().parents[2] / "dbt/seeds"

near = st.sampled_from
days = st.one_of(st.integers(0, 2000), near([29, 30, 31, 89, 90, 91]))
orders = st.one_of(st.integers(1, 500), near([2, 3, 4, 9, 10, 11]))
amounts = st.one_of(
    st.integers(-10_000, 10_000_000), near([9_999, 10_000, 10_001, 39_999, 40_000, 60_000, 99_999, 100_000, 100_001])
)
sizes = st.one_of(st.none(), st.integers(0, 100_000), near([299, 300, 999, 1000]))
industries = near([None, "I65", "C36", "M73", "J"])
customers = st.lists(st.tuples(days, orders, amounts, sizes, industries), min_size=1, max_size=60)


@pytest.fixture(scope="module")
def classifier():
    """A database with the committed seeds, and the model's SQL."""
    connection = duckdb.connect()
    for table, columns in TABLES.items():
        connection.execute(f"create table {table} {columns}")
    for seed in ("rfm_thresholds", "rfm_value_extension"):
        connection.execute(f"insert into {seed} select * from read_csv('{SEEDS / seed}.csv', nullstr='')")
    connection.execute("insert into int_exchange_rates__spanned values ('CNY', '0001-01-01', '9999-12-31', 1)")
    template = Environment().from_string(MODEL.read_text(encoding="utf-8"))
    return connection, template.render(ref=lambda name: name, as_of_date=lambda: "date '2026-01-01'")


@settings(max_examples=60, deadline=None)
@given(customers)
def test_every_customer_is_in_exactly_one_class_and_the_absolute_rules_come_first(classifier, customers):
    connection, sql = classifier
    connection.execute("delete from dim_customers")
    connection.execute("delete from int_customer_months__scored")
    for number, (recency, frequency, amount, size, industry) in enumerate(customers):
        connection.execute("insert into dim_customers values (?, ?, ?)", [number, size, industry])
        connection.execute(
            "insert into int_customer_months__scored values (?, ?, ?, ?)", [number, recency, frequency, amount]
        )
    query = f"select customer_id, rfm_segment, rfm_rule, is_churn_risk_tier from ({sql}) order by customer_id"
    classified = connection.execute(query).fetchall()
    assert [row[0] for row in classified] == list(range(len(customers)))
    for (_, segment, rule, is_at_risk), (recency, frequency, amount, *_) in zip(classified, customers, strict=True):
        assert segment in CLASSES and re.fullmatch("D[1235]", rule)
        assert (rule == "D2") == (recency <= 30 and frequency >= 10 and amount >= 100_000)
        assert (rule == "D3") == is_at_risk == (recency >= 90 and frequency <= 3 and amount <= 10_000)
        assert segment == "important_value" if rule == "D2" else True
        assert segment == "general_win_back" if rule == "D3" else True
