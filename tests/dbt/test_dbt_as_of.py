"""A build for a day knows that day only, and an absent system is unknown, not zero."""

from datetime import date
from decimal import Decimal


def test_an_earlier_day_does_not_see_what_was_delivered_later(built_for_first_day):
    orders = {
        row["order_id"]: row
        for row in built_for_first_day.rows("select order_id, customer_id, net_amount from marts.fct_orders")
    }
    assert orders["O3"] == {"order_id": "O3", "customer_id": None, "net_amount": Decimal(7)}
    assert orders["O2"]["net_amount"] == 60
    assert built_for_first_day.rows("select * from marts.fct_refunds") == []


def test_an_earlier_day_shows_no_score_of_a_later_one(built_for_first_day):
    assert built_for_first_day.rows("select * from ml.churn_scores") == []
    rows = built_for_first_day.rows("select distinct churn_probability, is_high_churn_risk from marts.mart_customers")
    assert rows == [{"churn_probability": None, "is_high_churn_risk": None}]


def test_the_calendar_has_the_whole_years_of_the_first_order_and_of_what_is_due_soon(built_for_first_day):
    (calendar,) = built_for_first_day.rows(
        "select min(date_on) as first_on, max(date_on) as last_on, count(*) as day_count from marts.dim_dates"
    )
    assert calendar == {"first_on": date(2025, 1, 1), "last_on": date(2026, 12, 31), "day_count": 730}


def test_the_latest_delivered_day_is_the_default(built_from_erp_only):
    (row,) = built_from_erp_only.rows(
        "select distinct cast(as_of_date as varchar) as as_of_date from marts.mart_customers"
    )
    assert row["as_of_date"] == "2025-12-31"


def test_what_was_never_delivered_is_marked_and_null(built_from_erp_only):
    available = built_from_erp_only.rows("select system, entity from meta.availability where is_available order by all")
    assert [tuple(row.values()) for row in available] == [("erp", "customers"), ("erp", "orders")]
    assert len(built_from_erp_only.rows("select * from meta.availability")) == 24
    features = built_from_erp_only.rows(
        "select distinct complaint_count_180_days, unresolved_complaint_count, refund_share, category_count "
        "from features.ftr_churn"
    )
    assert [set(row.values()) for row in features] == [{None}]
    assert built_from_erp_only.rows("select distinct refunded_amount from marts.fct_orders") == [
        {"refunded_amount": None}
    ]


def test_marts_and_metrics_say_nothing_of_what_was_never_delivered(built_from_erp_only):
    said = built_from_erp_only.rows(
        "select count(contacts_last_365_days) + count(category_count) + count(complaint_count) as known, "
        "count(value_score) filter (where frequency > 0) = count_if(frequency > 0) as has_tiers "
        "from marts.fct_customer_months"
    )
    assert said == [{"known": 0, "has_tiers": True}]
    silent = (
        "select count(is_silent_churn) + count(*) filter (churn_reason = 'silent') as told "
        "from marts.mart_churn_profile"
    )
    assert built_from_erp_only.rows(silent) == [{"told": 0}]
    for mart in (
        "mart_satisfaction",
        "mart_survey_health",
        "mart_service",
        "mart_campaigns",
        "mart_social",
        "mart_digital",
    ):
        assert built_from_erp_only.rows(f"select * from marts.{mart}") == [], mart
    absent = {"nps", "csat", "email_open_rate", "survey_response_rate", "refund_rate", "silent_churn_share"}
    metrics = built_from_erp_only.rows("select distinct metric from metrics.metric_values")
    assert "order_count" in {row["metric"] for row in metrics}
    assert not absent & {row["metric"] for row in metrics}
    unavailable = built_from_erp_only.rows("select metric from metrics.metric_dictionary where not is_available")
    assert absent <= {row["metric"] for row in unavailable}


def test_what_was_delivered_without_a_case_is_zero(built):
    rows = built.rows("select distinct complaint_count_180_days as complaints from features.ftr_churn order by all")
    assert [row["complaints"] for row in rows] == [0, 1]
