"""Planted parameters of the other methods of lifetime value come back, and intervals are as wide as they say."""

import numpy as np
import pandas as pd
import pytest
from support.simulated_buyers import simulated_buyers

from models.clv import BetaGeoModel, GammaGammaModel, ParetoNbdModel
from models.clv.group_value import GroupValue
from models.clv.simple_methods import DiscountedForecast, LastPeriod, MarkovChainValue, OverallMean
from models.clv.two_part import TwoPartValue
from models.clv.uncertainty import QUANTILE_95, relative_interval

PLANTED = {"r": 1.4, "alpha": 32.0, "a": 0.8, "b": 4.0, "p": 6.0, "q": 4.0, "gamma": 250.0}
QUANTILE_80 = 1.281552


def test_pareto_nbd_recovers_planted_parameters():
    random = np.random.default_rng(5)
    count, planted = 20_000, {"r": 0.6, "alpha": 10.0, "s": 0.7, "beta": 15.0}
    rate = random.gamma(planted["r"], 1 / planted["alpha"], count)
    life = random.exponential(1 / random.gamma(planted["s"], 1 / planted["beta"], count))
    age = random.uniform(40, 80, count)
    bought_for = np.minimum(life, age)
    frequency = random.poisson(rate * bought_for)
    recency = np.where(frequency > 0, bought_for * random.random(count) ** (1 / np.maximum(frequency, 1)), 0)
    model = ParetoNbdModel().fit(frequency, recency, age)
    found = {"r": model.r_, "alpha": model.alpha_, "s": model.s_, "beta": model.beta_}
    assert found == pytest.approx(planted, rel=0.2)
    assert model.r_ / model.alpha_ == pytest.approx(planted["r"] / planted["alpha"], rel=0.06)


def test_the_markov_chain_recovers_planted_transitions():
    random = np.random.default_rng(5)
    planted = 0.35 * 0.85 ** np.arange(36)
    survives = np.cumprod(1 - planted)
    lengths = np.searchsorted(-survives, -random.random(100_000))
    gaps = pd.DataFrame({"silent_periods": lengths, "is_open": lengths == 36})
    counted = gaps.groupby(["silent_periods", "is_open"], as_index=False).size().rename(columns={"size": "gap_count"})
    rows = pd.DataFrame({"frequency": [1], "recency_days": [10], "age_days": [10], "total_amount": [200.0]})
    chain = MarkovChainValue().fit(rows, counted)
    assert chain.p_[:10] == pytest.approx(planted[:10], abs=0.02)


def test_the_discounted_forecast_recovers_the_planted_mean_life():
    """Customers buy every fifth day for an exponential life of 300 days on average, and are watched for 3,000."""
    life = np.minimum(np.random.default_rng(5).exponential(300, 20_000), 3000)
    recency = life // 5 * 5
    rows = pd.DataFrame({"recency_days": recency, "age_days": 3000.0, "total_amount": 10 * (recency / 5 + 1)})
    assert DiscountedForecast().fit(rows).mean_life_days_ == pytest.approx(300, rel=0.03)


def two_kinds(count: int) -> pd.DataFrame:
    """Half of the customers are active: they buy with 0.8 and spend 300, the others with 0.2 and spend 100."""
    random = np.random.default_rng(5)
    active = random.random(count) < 0.5
    buys = random.random(count) < np.where(active, 0.8, 0.2)
    amount = random.gamma(4, np.where(active, 300, 100) / 4)
    return pd.DataFrame(
        {
            "customer_type": "consumer",
            "frequency": 3,
            "recency_days": np.where(active, 300.0, 100.0),
            "age_days": 310.0,
            "total_amount": 400.0,
            "recent_amount": np.nan,
            "recent_days": 180,
            "mean_repeat_amount": 100.0,
            "holdout_days": 180,
            "holdout_amount": np.where(buys, amount, 0.0),
        }
    )


def test_the_two_part_learner_recovers_both_planted_parts():
    rows = two_kinds(20_000)
    model = TwoPartValue().fit(rows)
    active = rows["recency_days"] == 300
    predicted = model.predict(rows)
    assert predicted[active].mean() == pytest.approx(0.8 * 300, rel=0.03)
    assert predicted[~active].mean() == pytest.approx(0.2 * 100, rel=0.06)
    known = model.predict(rows.assign(recent_amount=100.0))
    assert known == pytest.approx((predicted + 100) / 2, rel=1e-6)


def test_where_everybody_buys_the_learner_predicts_amounts_alone():
    rows = two_kinds(2_000).assign(holdout_amount=50.0)
    assert TwoPartValue().fit(rows).predict(rows) == pytest.approx(50, rel=1e-3)


def test_the_naive_rules_by_hand():
    rows = pd.DataFrame({"recent_amount": [180.0, 0.0, -9.0], "recent_days": 180})
    assert LastPeriod().fit(rows).value(rows, 90, 0.0) == pytest.approx([90, 0, 0])
    assert OverallMean().fit(rows).value(rows, 180, 0.0) == pytest.approx([57, 57, 57])
    assert 0.9 * 365 < LastPeriod().fit(rows).value(rows, 365, 0.1)[0] < 365 / 1.1**0.5


def test_intervals_hold_the_true_expectation_as_often_as_they_say():
    """Of small samples drawn anew, against what the planted parameters expect of the same customers."""
    planted = GroupValue()
    planted.purchases_, planted.amounts_ = BetaGeoModel(), GammaGammaModel()
    for model in (planted.purchases_, planted.amounts_):
        vars(model).update({name: PLANTED[name.rstrip("_")] for name in model.PARAMETER_ATTRIBUTES})
    held = {QUANTILE_80: [], QUANTILE_95: []}
    for seed in range(40):
        rows = simulated_buyers(600, **PLANTED, seed=1000 + seed)
        fitted = GroupValue().fit(rows)
        _, high = relative_interval(fitted, rows, 365)
        value, true = (group.value(rows, 365, 0.0)["clv_amount"] for group in (fitted, planted))
        distance = np.abs(np.log(true / value))
        for quantile, shares in held.items():
            shares.append((distance <= np.log(high) * quantile / QUANTILE_95).mean())
    assert 0.75 <= np.mean(held[QUANTILE_80]) <= 0.85
    assert 0.90 <= np.mean(held[QUANTILE_95]) <= 0.98
