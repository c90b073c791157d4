"""Scores against lifetimes, an archived package with the same models computed otherwise, and against quadrature."""

import numpy as np
import pytest
from lifetimes import BetaGeoFitter, GammaGammaFitter
from scipy.integrate import quad
from support.cdnow import calibration_period

from models.clv import BetaGeoModel, GammaGammaModel
from models.clv.beta_geo_expectation import purchases_if_alive


@pytest.fixture(scope="module")
def customers():
    return calibration_period()


def test_bg_nbd_scores_equal_those_of_lifetimes(customers):
    history = (customers["frequency"], customers["recency"], customers["age"])
    ours, theirs = BetaGeoModel().fit(*history), BetaGeoFitter().fit(*history)
    expected = theirs.conditional_expected_number_of_purchases_up_to_time(39, *history)
    assert ours.expected_purchases(39, *history) == pytest.approx(expected.to_numpy(), rel=2e-3)
    alive = theirs.conditional_probability_alive(*history)
    assert ours.probability_alive(*history) == pytest.approx(alive, abs=1e-3)


def test_gamma_gamma_scores_equal_those_of_lifetimes(customers):
    repeat = customers[customers["frequency"] > 0]
    amounts = (repeat["frequency"], repeat["mean_repeat_amount"])
    theirs = GammaGammaFitter().fit(*amounts).conditional_expected_average_profit(*amounts)
    ours = GammaGammaModel().fit(*amounts).expected_average_amount(*amounts)
    assert ours == pytest.approx(theirs.to_numpy(), rel=1e-3)


@pytest.mark.parametrize("a", [0.3, 1.0, 2.7])
@pytest.mark.parametrize("frequency", [0, 3, 400])
@pytest.mark.parametrize("horizon", [1, 365, 5000])
def test_expected_purchases_equal_the_integral_over_the_drop_out_probability(a, frequency, horizon):
    """Somebody alive at T buys (1 - exp(-rate p t)) / p times, where p, his drop-out, is beta(a, b + x)."""
    r, alpha, b, age = 0.6, 60.0, 2.4, 500.0

    def weight(p):
        return p ** (a - 1) * (1 - p) ** (b + frequency - 1)

    def weighted_purchases(p):
        return -np.expm1(-(r + frequency) * np.log1p(p * horizon / (alpha + age))) / p * weight(p)

    limits = {"limit": 500, "epsabs": 0, "epsrel": 1e-8}
    by_integration = quad(weighted_purchases, 0, 1, **limits)[0] / quad(weight, 0, 1, **limits)[0]
    closed = purchases_if_alive(np.array([r, alpha, a, b]), horizon, np.array([frequency]), np.array([age]))
    assert closed[0] == pytest.approx(by_integration, rel=1e-5)
