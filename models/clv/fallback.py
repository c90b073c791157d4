"""The rung below the probability models: historic means, shrunk towards the group's mean."""

import numpy as np
from sklearn.base import BaseEstimator


class ShrunkenRate(BaseEstimator):
    """Purchase rate of a customer as the mean of a gamma posterior whose prior is the group's own rate.

    rate = (prior_purchases + x) / (prior_purchases / group rate + T). It knows no drop-out: probability alive is NaN.
    Attributes: rate_, purchases per unit of time; 0 if nobody bought again.
    """

    def __init__(self, prior_purchases: float = 2.0):
        self.prior_purchases = prior_purchases

    def fit(self, frequency, recency, age) -> "ShrunkenRate":
        """Estimate the group's rate: all repeat purchases by all time observed."""
        observed = float(np.sum(age))
        self.rate_ = float(np.sum(frequency)) / observed if observed > 0 else 0.0
        return self

    def purchases_if_alive(self, horizon, frequency, age) -> np.ndarray:
        """Expected purchases in (T, T + horizon] if nobody leaves; arguments broadcast."""
        if self.rate_ == 0:
            return 0.0 * horizon * np.asarray(frequency)
        prior_time = self.prior_purchases / self.rate_
        return horizon * (self.prior_purchases + np.asarray(frequency)) / (prior_time + np.asarray(age))

    def probability_alive(self, frequency, recency, age) -> np.ndarray:
        """Unknown: NaN of shape (n,)."""
        return np.full(len(frequency), np.nan)


class ShrunkenAmount(BaseEstimator):
    """Mean amount of a customer, shrunk towards the group's mean: (prior_purchases M + x m) / (prior_purchases + x).

    Attributes: mean_amount_, over all repeat purchases of the group; NaN if there is none.
    """

    def __init__(self, prior_purchases: float = 2.0):
        self.prior_purchases = prior_purchases

    def fit(self, frequency, mean_amount) -> "ShrunkenAmount":
        """Estimate the group's mean amount; customers without repeat purchases say nothing."""
        x, amount = _known(frequency, mean_amount)
        self.mean_amount_ = float(np.dot(x, amount) / x.sum()) if x.sum() > 0 else float("nan")
        return self

    def expected_average_amount(self, frequency, mean_amount) -> np.ndarray:
        """Expected amount per purchase, shape (n,)."""
        x, amount = _known(frequency, mean_amount)
        return (self.prior_purchases * self.mean_amount_ + x * amount) / (self.prior_purchases + x)


def _known(frequency, mean_amount) -> tuple[np.ndarray, np.ndarray]:
    x, amount = np.asarray(frequency, dtype=float), np.asarray(mean_amount, dtype=float)
    known = (x > 0) & np.isfinite(amount) & (amount > 0)
    return np.where(known, x, 0), np.where(known, amount, 0)
