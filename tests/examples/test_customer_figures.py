"""The figures that an example's marts are held against, on customers whose story can be counted by hand."""

from datetime import date

import pandas as pd

from dagster_project.examples.customer_figures import PUBLISHED, customer_figures

ORDERS = pd.DataFrame(
    [
        ("faithful", "2010-01-05", 100_0000),
        ("faithful", "2010-02-05", 100_0000),
        ("faithful", "2010-04-20", 100_0000),
        ("faithful", "2010-11-25", 700_0000),
        ("gone", "2010-01-10", 50_0000),
        ("gone", "2010-01-10", 10_0000),  # two orders of one day
        ("gone", "2010-07-01", 40_0000),  # within the 90 days before the last 90
        ("new", "2010-11-29", 30_0000),
    ],
    columns=["customer", "on", "amount"],
).assign(on=lambda frame: pd.to_datetime(frame.on))
REFUNDS = pd.DataFrame([("gone", 90_0000), ("never_bought", 5_0000)], columns=["customer", "amount"])


def test_figures_are_those_that_one_counts_by_hand():
    found = customer_figures(ORDERS, REFUNDS, date(2010, 11, 30))
    assert found == {
        "customers with two orders or more": 2,
        "customers back in the month after their first": 1,
        "customers back in the third month": 1,
        "second orders within the first two months": 2,
        "customers without an order for 90 days": 1,
        "lapsed, of who ordered in the 90 days before": 1,
        "customers to save": 1,
        "loyal customers": 1,
        "days between purchases, in all": (31 + 74 + 219) + 172,
        "best fifth by recency": 1,
        "best fifth by frequency": 1,
        "spend of customers, net of refunds": 1040,
        "the same at the end of the last month": 1040,
        "spend of the first tenth": 1000,
        "customers who bring four fifths": 1,
    }
    assert set(found) == set(PUBLISHED)
