"""Win probabilities: right and calibrated where there are enough deals, and a named lower rung where there are not."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from models.artifacts import load, save
from models.opportunity import score_opportunities, train_opportunity
from models.opportunity.features import REQUIRED

AS_OF = date(2026, 1, 1)
POINTS = ["company_size", "industry_match", "budget", "decision_maker", "past_cooperation"]


def deals(count, *, seed=1, open_share=0.1, rate=None):
    """Deals with a planted win probability: met the decision maker, has the budget, bought before."""
    rng = np.random.default_rng(seed)
    met, ratio, orders = rng.integers(2, size=count), rng.uniform(0.4, 1.6, count), rng.poisson(3, count)
    true = 1 / (1 + np.exp(-(-2.2 + 1.2 * met + 1.5 * (ratio - 1) + 0.6 * np.log1p(orders))))
    true = true if rate is None else np.full(count, rate)
    created = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 700, count), unit="D")
    won = rng.random(count) < true
    still_open = rng.random(count) < open_share
    frame = pd.DataFrame(
        {
            "opportunity_id": [f"O{n:05d}" for n in range(count)],
            "customer_id": [f"C{n % 300}" for n in range(count)],
            "created_on": created,
            "closed_on": pd.Series(created + pd.to_timedelta(rng.integers(10, 90, count), unit="D")).mask(still_open),
            "is_won": pd.Series(won, dtype="boolean").mask(still_open),
            "rule_score": 40 + 25.0 * met,
            "rule_score_if_known": 40 + 25.0 * met,
            "band": np.where(met == 1, "nurture", "watch"),
            **{f"{name}_points": 10.0 for name in POINTS},
            "unknown_dimension_count": 0,
            "weakest_dimension": "budget",
            "is_weakest_known": True,
            "amount": 1000.0,
            "employee_count": pd.Series(rng.integers(5, 900, count), dtype="Int64"),
            "budget_ratio": np.where(rng.random(count) < 0.15, np.nan, ratio),
            "decision_maker_met": met,
            "orders_before": orders,
            "days_since_order_before": np.where(orders > 0, 30.0, np.nan),
            "closed_deals_before": 0,
            "won_deals_before": 0,
        }
    )
    return frame, true


def test_many_deals_give_the_planted_ranking_calibrated_and_forward_in_time():
    frame, true = deals(4000)
    trained = train_opportunity(frame, as_of_date=AS_OF)
    assert (trained.tier, trained.metadata["reason"]) == ("calibrated_logistic", None)
    metrics = trained.metrics
    assert metrics["model"]["expected_calibration_error"] < 0.05
    assert metrics["model"]["log_loss"] < metrics["baseline"]["log_loss"]
    scores = score_opportunities(trained.model, frame, model_version=trained.version)
    is_open = frame["is_won"].isna().to_numpy()
    assert list(scores["opportunity_id"]) == list(frame["opportunity_id"][is_open])
    assert np.corrcoef(scores["win_probability"], true[is_open])[0, 1] > 0.9
    known = frame["is_won"].fillna(False)[~is_open].astype(bool)
    assert metrics["model"]["auc"] == pytest.approx(roc_auc_score(known, true[~is_open]), abs=0.03)


def test_a_model_is_saved_without_pickle_and_scores_alike(tmp_path):
    frame, _ = deals(400)
    trained = train_opportunity(frame, as_of_date=AS_OF)
    loaded = load(save(trained.model, trained.metadata, artifacts=tmp_path)).model
    first = score_opportunities(trained.model, frame, model_version="v")
    pd.testing.assert_frame_equal(score_opportunities(loaded, frame, model_version="v"), first)


@pytest.mark.parametrize(
    ("count", "rate", "tier", "reason"),
    [
        (0, None, "unavailable", "0 closed deals"),
        (15, None, "unavailable", "are needed for a win rate"),
        (60, None, "band_win_rate", "the regression needs 80"),
        (300, 0.0, "band_win_rate", "of which 0 won"),
        (300, 1.0, "band_win_rate", "20 of each outcome"),
        (300, 0.4, "band_win_rate", "no better than the win rate known before them"),
    ],
)
def test_too_little_to_learn_from_gives_a_lower_rung_that_says_why(count, rate, tier, reason):
    frame, _ = deals(count, rate=rate, seed=3)
    trained = train_opportunity(frame, as_of_date=AS_OF)
    assert trained.tier == tier
    assert reason in trained.metadata["reason"]
    scores = score_opportunities(trained.model, frame, model_version="v")
    assert scores["win_probability"].isna().all() if tier == "unavailable" else scores["win_probability"].notna().all()


def test_a_column_that_is_written_when_a_deal_is_won_is_refused():
    frame, _ = deals(500)
    frame["decision_maker_met"] = frame["is_won"].fillna(False).astype(int)
    assert (
        "decision_maker_met alone ranks won before lost"
        in train_opportunity(frame, as_of_date=AS_OF).metadata["reason"]
    )


def test_the_future_is_not_used_to_predict_the_past():
    frame, _ = deals(500)
    late = frame["created_on"] >= frame["created_on"].quantile(0.95)
    base = train_opportunity(frame, as_of_date=AS_OF).model.validation_
    turned = frame.assign(is_won=frame["is_won"].where(~late, ~frame["is_won"]))
    raw = train_opportunity(turned, as_of_date=AS_OF).model.validation_["raw"]
    assert set(REQUIRED) <= set(frame.columns)
    np.testing.assert_allclose(raw, base["raw"])


def test_a_company_that_records_no_budget_still_gets_a_calibrated_probability():
    frame, true = deals(3000)
    trained = train_opportunity(frame.assign(budget_ratio=np.nan), as_of_date=AS_OF)
    assert trained.tier == "calibrated_logistic"
    assert trained.metrics["model"]["log_loss"] < trained.metrics["baseline"]["log_loss"]
    scores = score_opportunities(trained.model, frame.assign(budget_ratio=np.nan), model_version="v")
    assert np.corrcoef(scores["win_probability"], true[frame["is_won"].isna().to_numpy()])[0, 1] > 0.6


def test_rules_and_model_that_rank_a_deal_oppositely_are_shown_to_disagree():
    frame, _ = deals(3000)
    trained = train_opportunity(frame, as_of_date=AS_OF)
    is_open = frame["is_won"].isna()
    low, high = (
        score_opportunities(trained.model, frame.assign(band=band), model_version="v")
        for band in ("watch", "follow_first")
    )
    assert set(low["agreement"]) == {"agree", "model_higher"}
    assert set(high["agreement"]) == {"agree", "rules_higher"}
    third = low["win_probability"] > trained.model.levels_[1]
    assert (low["agreement"][third] == "model_higher").all()
    assert is_open.sum() == len(low)
