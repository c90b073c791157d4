"""How far parameters that were estimated leave a value open, and what it would be if customers behaved differently."""

import copy

import numpy as np
import pandas as pd

from models.clv.beta_geo import BetaGeoModel
from models.clv.beta_geo_expectation import purchases_if_alive
from models.clv.gamma_gamma import GammaGammaModel
from models.clv.group_value import GroupValue
from models.clv.history import distinct_pairs

STEP = 0.01
# G6: what one lever moved by a tenth is worth.
LEVER = 0.1
QUANTILE_95 = 1.959964


def relative_interval(group: GroupValue, rows: pd.DataFrame, horizon_days: int) -> tuple[np.ndarray, np.ndarray]:
    """Factors of shape (n,) that lead from the value to the ends of its 95 % interval, by the delta method.

    The interval is that of the expected value, from the covariance of the log parameters; what a customer will really
    spend varies far more. NaN where a shrunken mean stands in for a model.
    """
    purchases, amounts = group.purchases_, group.amounts_
    if not isinstance(purchases, BetaGeoModel) or not isinstance(amounts, GammaGammaModel):
        return np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    history = (rows["frequency"], rows["recency_days"], rows["age_days"])
    money = (rows["frequency"], rows["mean_repeat_amount"])
    variance = _variance(purchases, lambda model: model.expected_purchases(horizon_days, *history))
    variance = variance + _variance(amounts, lambda model: model.expected_average_amount(*money))
    reach = np.exp(QUANTILE_95 * np.sqrt(variance))
    return 1 / reach, reach


def lever_factors(group: GroupValue, rows: pd.DataFrame, horizon_days: int) -> dict[str, np.ndarray]:
    """Relative gain of expected purchases if customers came a tenth more often, or left a tenth less readily (G6).

    A rate raised by a tenth does in a horizon what the rate did in a horizon a tenth longer. Leaving less readily is
    the drop-out probability after each future purchase, a / (a + b), lowered through a; what is known of the past, and
    with it the probability of being still there, stays. NaN without a BG/NBD model.
    """
    purchases = group.purchases_
    if not isinstance(purchases, BetaGeoModel):
        return {name: np.full(len(rows), np.nan) for name in ("frequency", "life")}
    x, T, position = distinct_pairs(rows["frequency"], rows["age_days"])
    parameters = np.array([purchases.r_, purchases.alpha_, purchases.a_, purchases.b_])
    loyal = parameters * np.array([1, 1, 1 - LEVER, 1])
    now = np.maximum(purchases_if_alive(parameters, horizon_days, x, T), 1e-12)
    oftener = purchases_if_alive(parameters, horizon_days * (1 + LEVER), x, T)
    longer = purchases_if_alive(loyal, horizon_days, x, T)
    return {"frequency": (oftener / now - 1)[position], "life": (longer / now - 1)[position]}


def _variance(model, expectation) -> np.ndarray:
    """g' C g with g the derivative of the log expectation by the log parameters."""
    names = model.PARAMETER_ATTRIBUTES
    base = np.log(np.maximum(expectation(model), 1e-12))
    slopes = []
    for name in names:
        shifted = copy.copy(model)
        setattr(shifted, name, getattr(model, name) * np.exp(STEP))
        slopes.append((np.log(np.maximum(expectation(shifted), 1e-12)) - base) / STEP)
    gradient = np.array(slopes)
    return np.maximum(np.einsum("in,ij,jn->n", gradient, model.covariance_, gradient), 0)
