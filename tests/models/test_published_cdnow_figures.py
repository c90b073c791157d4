"""The printed digits of Fader, Hardie & Lee (2005) and Fader & Hardie (2013) on the CDNOW sample."""

import numpy as np
import pytest
from support.cdnow import calibration_period, purchases_in_weeks_40_to_78

from models.clv import BetaGeoModel, GammaGammaModel, ParetoNbdModel


@pytest.fixture(scope="module")
def customers():
    return calibration_period()


@pytest.fixture(scope="module")
def purchase_model(customers):
    return BetaGeoModel().fit(customers["frequency"], customers["recency"], customers["age"])


def test_bg_nbd_parameters_equal_the_published_ones(purchase_model):
    fitted = (purchase_model.r_, purchase_model.alpha_, purchase_model.a_, purchase_model.b_)
    assert [round(value, 3) for value in fitted] == [0.243, 4.414, 0.793, 2.426]
    assert purchase_model.n_customers_ == 2357
    assert round(purchase_model.log_likelihood_, 1) == -9582.4


def test_gamma_gamma_parameters_equal_the_published_ones(customers):
    fitted = GammaGammaModel().fit(customers["frequency"], customers["mean_repeat_amount"])
    assert [round(value, 2) for value in (fitted.p_, fitted.q_, fitted.gamma_)] == [6.25, 3.74, 15.44]
    assert fitted.n_customers_ == 946
    assert round(fitted.log_likelihood_, 2) == -4055.92


def test_predictions_for_weeks_40_to_78_correlate_with_what_happened_as_published(customers, purchase_model):
    expected = purchase_model.expected_purchases(39, customers["frequency"], customers["recency"], customers["age"])
    happened = purchases_in_weeks_40_to_78().reindex(customers.index, fill_value=0)
    assert round(np.corrcoef(expected, happened)[0, 1], 3) == 0.626


def test_pareto_nbd_equals_the_published_figures(customers):
    """Fader, Hardie & Lee (2005), table 2; the hold-out correlation is .630 there too."""
    history = (customers["frequency"], customers["recency"], customers["age"])
    fitted = ParetoNbdModel().fit(*history)
    parameters = (fitted.r_, fitted.alpha_, fitted.s_, fitted.beta_)
    assert [round(value, 3) for value in parameters] == [0.553, 10.578, 0.606, 11.669]
    assert round(fitted.log_likelihood_, 1) == -9595.0
    happened = purchases_in_weeks_40_to_78().reindex(customers.index, fill_value=0)
    assert round(np.corrcoef(fitted.expected_purchases(39, *history), happened)[0, 1], 2) == 0.63
