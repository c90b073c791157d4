"""Churn on the generated company: as well calibrated as its size lets one tell, and for the planted reasons."""

import json

import duckdb
import numpy as np
import pytest
from support.company import NEXT_DAY

# What was planted: purchases at a customer's own pace until he leaves, badly handled complaints and a missed discount
# before that, and visits that cease.
PACE = {
    "recency_days", "frequency", "tenure_days", "order_gap_ratio", "mean_gap_days", "expected_gap_days",
    "expected_order_count", "silence_ratio", "silence_surprise", "orders_last_90_days", "orders_previous_90_days",
}  # fmt: skip
COMPLAINTS = {"bad_complaint_count_since_order", "complaint_count_180_days", "unresolved_complaint_count"}
DISCOUNTS = {"discount_share", "last_discount_share", "discount_drop", "missed_discount_share"}
VISITS = {"days_without_visit", "visit_after_order_days", "login_count_30_days", "interaction_after_order_days"}
DRAWS = 2_000


@pytest.fixture(scope="module")
def published(company):
    with duckdb.connect(company.files[NEXT_DAY], read_only=True) as connection:
        build = company.settings.home / "build" / "warehouse.duckdb"
        connection.execute(f"attach '{build}' as build (read_only)")
        yield connection


@pytest.fixture(scope="module")
def effects(published):
    """Sum of the absolute effects of every reason, strongest first, of the newest scores."""
    reasons = " union all ".join(
        f"select reason_{rank} as reason, abs(reason_{rank}_effect) as effect from ml.churn_scores "
        f"where as_of_date = date '{NEXT_DAY}'"
        for rank in (1, 2, 3)
    )
    rows = published.execute(
        f"select reason, sum(effect) from ({reasons}) where reason is not null group by 1"
    ).fetchall()
    return dict(sorted(rows, key=lambda row: -row[1]))


def test_the_calibration_error_is_within_what_chance_gives_a_perfect_model(published, company):
    (version,) = published.execute("select max_by(model_version, as_of_date) from ml.churn_scores").fetchone()
    metadata = company.settings.artifacts / "churn" / version / "metadata.json"
    measured = json.loads(metadata.read_text())["metrics"]["model"]
    rows = np.array([bin_["rows"] for bin_ in measured["calibration"]])
    predicted = np.array([bin_["mean_predicted"] for bin_ in measured["calibration"]])
    observed = np.random.default_rng(1).binomial(rows, predicted, size=(DRAWS, len(rows))) / rows
    perfect = (np.abs(observed - predicted) * rows).sum(axis=1) / rows.sum()
    assert len(rows) == 10 and rows.sum() > 700
    assert measured["expected_calibration_error"] < np.quantile(perfect, 0.99) < 0.07


def test_the_planted_drivers_are_the_strongest_reasons(effects):
    strongest = list(effects)[:5]
    assert set(strongest) <= PACE | COMPLAINTS | DISCOUNTS | VISITS
    assert set(strongest) & PACE and "bad_complaint_count_since_order" in strongest
    planted = sum(effects[name] for name in effects if name in PACE | COMPLAINTS | DISCOUNTS | VISITS)
    assert planted > 0.85 * sum(effects.values())


def test_whom_a_bad_complaint_struck_is_told_so(published):
    struck, told = published.execute(
        f"""
        select
            count(*),
            avg(cast('bad_complaint_count_since_order' in (reason_1, reason_2, reason_3) as int))
        from ml.churn_scores as scores
        inner join build.features.ftr_churn as features
            on scores.customer_id = features.customer_id and scores.as_of_date = features.cutoff_on
        where scores.as_of_date = date '{NEXT_DAY}' and features.bad_complaint_count_since_order > 0
        """
    ).fetchone()
    assert struck > 50 and told > 0.9
