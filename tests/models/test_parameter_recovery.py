"""Planted parameters come back, and what the data cannot carry is refused with the reason."""

import numpy as np
import pytest
from support.simulated_buyers import simulated_buyers

from models.clv import BetaGeoModel, GammaGammaModel
from models.clv.beta_geo_likelihood import log_likelihood
from models.clv.history import as_histories
from models.errors import FeatureFrameError, FitRefusedError

PLANTED = {"r": 0.6, "alpha": 60.0, "a": 0.8, "b": 2.5, "p": 6.0, "q": 4.0, "gamma": 300.0}


@pytest.fixture(scope="module")
def buyers():
    return simulated_buyers(20_000, **PLANTED, seed=11)


def test_bg_nbd_recovers_planted_parameters(buyers):
    model = BetaGeoModel().fit(buyers["frequency"], buyers["recency_days"], buyers["age_days"])
    assert model.r_ == pytest.approx(PLANTED["r"], rel=0.06)
    assert model.alpha_ == pytest.approx(PLANTED["alpha"], rel=0.08)
    assert model.a_ / (model.a_ + model.b_) == pytest.approx(0.8 / 3.3, rel=0.06)
    assert model.a_ == pytest.approx(PLANTED["a"], rel=0.15)


def test_gamma_gamma_recovers_planted_parameters(buyers):
    model = GammaGammaModel().fit(buyers["frequency"], buyers["mean_repeat_amount"])
    assert model.mean_amount_ == pytest.approx(6.0 * 300 / 3, rel=0.03)
    assert model.p_ == pytest.approx(PLANTED["p"], rel=0.1)
    assert model.q_ == pytest.approx(PLANTED["q"], rel=0.1)


def test_the_gradient_equals_finite_differences(buyers):
    few = buyers.head(50)
    histories = as_histories(few["frequency"], few["recency_days"], few["age_days"])
    at = np.array([0.6, 60.0, 0.8, 2.5])
    _, gradient = log_likelihood(at, histories)
    for position, step in enumerate(at * 1e-6):
        shift = np.eye(4)[position] * step
        difference = (log_likelihood(at + shift, histories)[0] - log_likelihood(at - shift, histories)[0]) / (2 * step)
        assert gradient[position] == pytest.approx(difference, rel=1e-5, abs=1e-7)


def test_the_unit_of_time_changes_alpha_only(buyers):
    buyers = buyers.head(2_000)
    in_days = BetaGeoModel().fit(buyers["frequency"], buyers["recency_days"], buyers["age_days"])
    in_weeks = BetaGeoModel().fit(buyers["frequency"], buyers["recency_days"] / 7, buyers["age_days"] / 7)
    assert in_days.alpha_ / 7 == pytest.approx(in_weeks.alpha_, rel=1e-4)
    assert (in_days.r_, in_days.a_, in_days.b_) == pytest.approx((in_weeks.r_, in_weeks.a_, in_weeks.b_), rel=1e-4)


def test_frequent_buyers_over_many_years_stay_finite(buyers):
    model = BetaGeoModel().fit(buyers["frequency"], buyers["recency_days"], buyers["age_days"])
    history = ([50_000, 50_000], [9_000, 20_000], [20_000, 20_000])
    expected = model.expected_purchases(365, *history)
    assert np.isfinite(expected).all()
    assert model.probability_alive(*history) == pytest.approx([0.0, 1.0], abs=1e-3)
    assert expected[0] == pytest.approx(0, abs=1e-6) and expected[1] > 800


def test_a_population_that_never_bought_again_is_refused():
    with pytest.raises(FitRefusedError, match="nobody bought again"):
        BetaGeoModel().fit([0, 0, 0], [0, 0, 0], [10, 20, 30])


def test_a_population_that_never_leaves_is_refused_by_name():
    bought = np.arange(1, 301) % 7 + 3
    with pytest.raises(FitRefusedError, match=r"BG/NBD on 300 customers: parameter .* ran to its bound"):
        BetaGeoModel().fit(bought, np.full(300, 100), np.full(300, 100))


def test_equal_amounts_are_refused():
    with pytest.raises(FitRefusedError, match="every mean amount is the same"):
        GammaGammaModel().fit([1, 2, 3], [10.0, 10.0, 10.0])


def test_contradictory_histories_are_counted():
    with pytest.raises(FeatureFrameError, match="1 of 2 purchase histories have a recency outside 0 to age"):
        BetaGeoModel().fit([1, 1], [30, 5], [20, 20])
