"""Companies that carry little: each gets values that can be read, or is told why there are none."""

import numpy as np
import pandas as pd
import pytest
from support.simulated_cutoffs import AS_OF
from support.simulated_holdout import simulated_holdout

from models.clv import GammaGammaModel, train_clv
from models.errors import FitRefusedError


@pytest.fixture(scope="module")
def world():
    features, backtest, gaps, _ = simulated_holdout(400, seed=9)
    return features, backtest, gaps


def valued(features, backtest, gaps):
    trained = train_clv(features, as_of_date=AS_OF, backtest=backtest, gaps=gaps)
    return trained, trained.model.score(features, model_version="v")


def assert_readable(scores, count):
    amounts = scores[["clv_amount", "expected_purchase_count", "expected_average_amount"]].to_numpy(dtype=float)
    assert len(scores) == count and np.isfinite(amounts).all() and (amounts >= 0).all()


def test_constant_amounts_are_shrunken_means_and_the_reason_says_so(world):
    features, backtest, gaps = (
        frame.assign(mean_repeat_amount=frame["mean_repeat_amount"].where(frame["frequency"] == 0, 50.0))
        if "frequency" in frame
        else frame
        for frame in world
    )
    trained, scores = valued(features, backtest, gaps)
    assert_readable(scores, 400)
    assert trained.tier == "bg_nbd+shrunken_amount"
    assert "every mean amount is the same" in trained.metadata["reason"]
    assert scores["expected_average_amount"].unique() == pytest.approx([50.0])


def test_customers_who_returned_more_than_they_bought_lower_nobody_below_zero(world):
    features, backtest, gaps = world
    returned = features.index < 40
    features = features.assign(
        total_amount=features["total_amount"].mask(returned, -80.0),
        recent_amount=features["recent_amount"].mask(returned, -80.0),
        mean_repeat_amount=features["mean_repeat_amount"].mask(returned),
    )
    backtest = backtest.assign(holdout_amount=backtest["holdout_amount"].mask(backtest.index < 40, -20.0))
    trained, scores = valued(features, backtest, gaps)
    assert_readable(scores, 400)
    methods = [name for name in scores if name.endswith("_amount") and not name.startswith(("clv_net", "clv_margin"))]
    assert (scores[methods].to_numpy(dtype=float) >= 0).all()
    assert trained.metrics["judged"]["loss"] > 0


def test_customers_of_the_first_day_have_no_past_to_be_judged_on(world):
    features, backtest, gaps = world
    new = features.assign(frequency=0, recency_days=0, age_days=0, mean_repeat_amount=np.nan)
    trained, scores = valued(new, backtest.iloc[:0], gaps[~gaps["is_backtest"]])
    assert scores.empty and trained.tier == "unavailable" and trained.metrics["judged"] is None
    assert trained.metadata["reason"] == "no customer has a repeat purchase with a positive amount"
    assert trained.beats_baseline is None


def test_one_purchase_each_is_refused_with_the_reason(world):
    features, backtest, gaps = world
    once = {"frequency": 0, "recency_days": 0, "mean_repeat_amount": np.nan}
    trained, scores = valued(features.assign(**once), backtest.assign(**once, holdout_amount=0.0), gaps)
    assert scores.empty and trained.tier == "unavailable"


def test_a_hold_out_of_customers_with_one_purchase_each_teaches_the_learner_all_the_same(world):
    features, backtest, gaps = world
    trained, scores = valued(features, backtest.assign(frequency=0, recency_days=0, mean_repeat_amount=np.nan), gaps)
    assert_readable(scores, 400)
    assert scores["machine_amount"].notna().all() and "machine" in trained.metrics["backtest"]


def test_amounts_with_an_infinite_mean_are_refused_and_shrunken(world):
    features, backtest, gaps = world
    wild = np.random.default_rng(1).pareto(0.5, len(features)) * 10 + 1
    with pytest.raises(FitRefusedError, match=r"Gamma-Gamma on .* repeat buyers: (q = .* <= 1|parameter .* ran to)"):
        GammaGammaModel().fit(np.ones(len(wild)), wild)
    heavy = features.assign(mean_repeat_amount=pd.Series(wild).where(features["frequency"] > 0), frequency=1)
    heavy = heavy.assign(recency_days=heavy["recency_days"].clip(lower=1), age_days=heavy["age_days"].clip(lower=1))
    trained, scores = valued(heavy.assign(mean_repeat_amount=wild), backtest, gaps)
    assert_readable(scores, 400)
    assert "shrunken_amount" in trained.tier and "Gamma-Gamma on" in trained.metadata["reason"]


def test_the_warehouse_states_horizon_rate_and_cost_and_they_hold_at_once(world):
    features, backtest, gaps = world
    trained, plain = valued(features, backtest, gaps)
    stated = features.assign(horizon_days=180, annual_discount_rate=0.0, service_cost=0.0)
    short = trained.model.score(stated, model_version="v")
    assert set(short["horizon_days"]) == {180} and set(plain["horizon_days"]) == {365}
    for name in ("bg_nbd_amount", "pareto_nbd_amount", "markov_amount", "historic_amount", "machine_amount"):
        assert (short[name] <= plain[name] + 0.01).all()
    assert (short["clv_net_amount"] == short["clv_margin_amount"]).all()
    assert trained.model.horizon_days == 365
