"""Dates and amounts of simulated buyers are predicted better than by the obvious rules, with an honest interval."""

import copy
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from models.artifacts import load, save
from models.next_purchase import duel_on_holdout, evaluation_table, score_next_purchase, train_next_purchase

AS_OF = date(2026, 1, 1)
CUTOFF = AS_OF - timedelta(days=90)


def at_cutoff(customer, days, amounts, cutoff):
    """A row of features.ftr_next_purchase from purchase days and amounts."""
    known = [day for day in days if day <= cutoff]
    following = [(day, amount) for day, amount in zip(days, amounts, strict=True) if cutoff < day <= AS_OF][:1]
    gaps = np.log(np.diff([day.toordinal() for day in known]))
    spent = np.array(amounts[: len(known)])
    return {
        "customer_id": customer,
        "cutoff_on": cutoff,
        "customer_type": "business",
        "last_ordered_on": known[-1],
        "recency_days": (cutoff - known[-1]).days,
        "gap_count": len(gaps),
        "mean_log_gap": gaps.mean() if len(gaps) else np.nan,
        "deviation_log_gap": gaps.std(ddof=1) if len(gaps) > 1 else np.nan,
        "mean_amount": spent.mean(),
        "amount_count": len(spent),
        "mean_log_amount": np.log(spent).mean(),
        "deviation_log_amount": np.log(spent).std(ddof=1) if len(spent) > 1 else np.nan,
        "expected_category": "A",
        "expected_category_share": 0.7,
        "popular_category": "B",
        "next_ordered_on": following[0][0] if following else None,
        "next_amount": following[0][1] if following else np.nan,
        "next_category": "A" if following else None,
    }


def buyers(count, *, seed=5, start=date(2024, 6, 1)):
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(count):
        rhythm, usual = rng.normal(3.3, 0.6), rng.normal(5, 0.8)
        first = start + timedelta(days=int(rng.integers(0, 400)))
        gaps = np.maximum(1, np.round(np.exp(rng.normal(rhythm, 0.5, 60)))).astype(int)
        days = [day for day in (first + timedelta(days=int(d)) for d in np.r_[0, gaps.cumsum()]) if day <= AS_OF]
        amounts = list(np.exp(rng.normal(usual, 0.7, len(days))))
        for cutoff in (CUTOFF, AS_OF):
            if days[0] <= cutoff:
                rows.append(at_cutoff(f"C{number:04d}", days, amounts, cutoff))
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def trained():
    return train_next_purchase(buyers(800), as_of_date=AS_OF)


def figures(trained):
    return evaluation_table(trained).set_index(["measure", "method"])["value"]


def test_the_day_is_predicted_better_than_by_a_mean_gap(trained):
    error = figures(trained)["date_error_days"]
    assert error["model"] < error["own_mean_gap"]
    assert error["model"] < error["overall_mean_gap"]


def test_four_of_five_purchases_fall_into_their_interval(trained):
    assert figures(trained)["interval_coverage", "model"] == pytest.approx(0.8, abs=0.08)


def test_the_amount_is_predicted_better_than_by_the_overall_mean(trained):
    error = figures(trained)["amount_error"]
    assert error["model"] <= error["overall_mean"]
    assert error["model"] <= error["own_mean"] * 1.02


def test_the_planted_rhythm_is_recovered(trained):
    mean, between, within = trained.model.gaps_
    assert mean == pytest.approx(3.3, abs=0.15)
    assert within == pytest.approx(0.25, rel=0.2)
    assert between == pytest.approx(0.36, rel=0.35)


def test_no_predicted_day_has_passed_and_a_long_silence_is_overdue(trained):
    frame = buyers(3)
    newest = frame[frame["cutoff_on"] == AS_OF].iloc[[0, 0]].assign(customer_id=["silent", "fresh"])
    newest["recency_days"] = [500, 0]
    newest["last_ordered_on"] = [AS_OF - timedelta(days=500), AS_OF]
    scores = score_next_purchase(trained.model, newest, as_of_date=AS_OF, model_version="v").set_index("customer_id")
    assert (scores["expected_on"].dropna() > pd.Timestamp(AS_OF)).all()
    assert scores["is_overdue"].to_dict() == {"silent": True, "fresh": False}
    assert scores.loc["fresh", "earliest_on"] <= scores.loc["fresh", "expected_on"] <= scores.loc["fresh", "latest_on"]


def test_a_saved_model_predicts_alike(trained, tmp_path):
    loaded = load(save(trained.model, trained.metadata, artifacts=tmp_path)).model
    frame = buyers(20)
    first, second = (
        score_next_purchase(model, frame, as_of_date=AS_OF, model_version="v") for model in (trained.model, loaded)
    )
    pd.testing.assert_frame_equal(first, second)


@pytest.mark.parametrize("count", [0, 3])
def test_too_few_gaps_give_no_prediction_and_say_why(count):
    frame = buyers(800).groupby("customer_id").head(1).iloc[:count].assign(gap_count=1, cutoff_on=AS_OF)
    few = train_next_purchase(frame, as_of_date=AS_OF)
    assert few.tier == "unavailable"
    assert "gaps between purchases, 30 are needed" in few.metadata["reason"]
    assert score_next_purchase(few.model, frame, as_of_date=AS_OF, model_version="v").empty
    assert evaluation_table(few).empty


def test_a_challenger_is_judged_by_the_day_it_would_have_named_at_the_earlier_cut_off(trained):
    frame = buyers(800)
    duel = duel_on_holdout(trained, trained, frame, as_of_date=AS_OF)
    assert duel.champion == duel.challenger == pytest.approx(figures(trained)["date_error_days", "model"])
    assert trained.beats_baseline and trained.metrics["judged"]["baseline"] in ("own_mean_gap", "overall_mean_gap")
    late = copy.deepcopy(trained)
    late.model.before_.gaps_[0] += 1
    assert duel_on_holdout(late, trained, frame, as_of_date=AS_OF).champion > duel.challenger
    assert "customers to judge on, 20 are needed" in duel_on_holdout(trained, trained, frame[:9], as_of_date=AS_OF)
