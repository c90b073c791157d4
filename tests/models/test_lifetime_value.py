"""Lifetime value per customer type, and what happens to groups that carry no model."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from support.simulated_buyers import simulated_buyers

from models.clv import CustomerLifetimeValue, train_clv
from models.clv.fallback import ShrunkenRate
from models.errors import FeatureFrameError
from models.tables.clv import TABLES

PLANTED = {"r": 0.6, "alpha": 60.0, "a": 0.8, "b": 2.5, "p": 6.0, "q": 4.0, "gamma": 300.0}
DAY = date(2026, 1, 1)


@pytest.fixture(scope="module")
def features():
    consumers = simulated_buyers(3_000, **PLANTED, seed=3)
    businesses = simulated_buyers(60, **PLANTED, seed=4).assign(customer_type="business")
    businesses["customer_id"] = "business-" + businesses["customer_id"]
    return pd.concat([consumers, businesses], ignore_index=True)


@pytest.fixture(scope="module")
def trained(features):
    return train_clv(features, as_of_date=DAY)


def test_every_customer_gets_one_score_with_the_agreed_columns(features, trained):
    scores = trained.model.score(features, model_version=trained.version)
    assert list(scores.columns) == list(TABLES["clv"])
    assert sorted(scores["customer_id"]) == sorted(features["customer_id"])
    assert (scores["clv_amount"] >= 0).all() and np.isfinite(scores["clv_amount"]).all()
    assert set(scores["horizon_days"]) == {365} and set(scores["model_version"]) == {trained.version}


def test_expected_purchases_match_those_planted(features, trained):
    """Everybody's purchases so far, expected by the model of the group, equal those that happened."""
    ratio = trained.metrics["groups"]["consumer"]["expected_to_actual_purchases"]
    assert ratio == pytest.approx(1, abs=0.03)


def test_a_small_group_borrows_the_purchase_model_shrinks_its_own_amount_and_says_why(features, trained):
    scores = trained.model.score(features, model_version="v").set_index("customer_id")
    small = scores[scores.index.str.startswith("business")]
    assert set(small["method"]) == {"pooled_bg_nbd+shrunken_amount"}
    assert small["probability_alive"].between(0, 1).all()
    assert set(scores["method"]) == {"bg_nbd+gamma_gamma", "pooled_bg_nbd+shrunken_amount"}
    assert "business: BetaGeoModel: 60 customers with" in trained.metadata["reason"]
    assert trained.tier == "bg_nbd+gamma_gamma"


def test_a_small_company_gets_shrunken_means(features):
    few = features.tail(60)
    scores = train_clv(few, as_of_date=DAY).model.score(few, model_version="v")
    assert set(scores["method"]) == {"shrunken_rate+shrunken_amount"}
    assert scores["probability_alive"].isna().all() and (scores["clv_amount"] > 0).all()


def test_a_shrunken_rate_lies_between_the_own_and_the_group_s():
    model = ShrunkenRate(prior_purchases=2).fit([0, 10], [0, 90], [100, 100])
    never, often = model.purchases_if_alive(100, [0, 10], [100, 100])
    assert model.rate_ == 0.05
    assert (never, often) == pytest.approx((100 * 2 / (40 + 100), 100 * 12 / (40 + 100)))


def test_the_discount_lowers_the_value_and_nothing_else(features):
    plain = CustomerLifetimeValue(annual_discount_rate=0.0).fit(features).score(features, model_version="v")
    discounted = CustomerLifetimeValue(annual_discount_rate=0.2).fit(features).score(features, model_version="v")
    assert (discounted["expected_purchase_count"] == plain["expected_purchase_count"]).all()
    undiscounted = plain["expected_purchase_count"] * plain["expected_average_amount"]
    assert plain["clv_amount"].to_numpy() == pytest.approx(undiscounted.to_numpy(), rel=1e-2, abs=0.1)
    share = discounted["clv_amount"].sum() / plain["clv_amount"].sum()
    assert 1 / 1.2 < share < 1 / 1.2 ** (1 / 12)


def test_a_customer_type_not_seen_in_training_is_scored_from_the_pool(features, trained):
    stranger = features.head(5).assign(customer_type=None)
    scores = trained.model.score(stranger, model_version="v")
    assert set(scores["method"]) == {"bg_nbd+gamma_gamma"} and len(scores) == 5


def test_without_any_repeat_purchase_nobody_gets_a_value(features):
    once = features.assign(frequency=0, recency_days=0, mean_repeat_amount=np.nan)
    trained = train_clv(once, as_of_date=DAY)
    assert trained.tier == "unavailable" and "no customer has a repeat purchase" in trained.metadata["reason"]
    assert trained.model.score(once, model_version="v").empty


def test_without_any_customer_training_still_answers(features):
    trained = train_clv(features.iloc[:0], as_of_date=DAY)
    assert trained.tier == "unavailable"
    assert list(trained.model.score(features.iloc[:0], model_version="v").columns)[0] == "customer_id"


def test_the_version_is_the_content(features, trained):
    shuffled = train_clv(features.sample(frac=1, random_state=1), as_of_date=DAY)
    changed = train_clv(features.assign(age_days=features["age_days"] + 1), as_of_date=DAY)
    assert shuffled.version == trained.version != changed.version


def test_a_missing_column_is_named(features):
    with pytest.raises(FeatureFrameError, match=r"features\.ftr_clv lacks the columns: age_days"):
        train_clv(features.drop(columns="age_days"), as_of_date=DAY)
