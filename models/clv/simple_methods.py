"""The documents' own methods of lifetime value: historic, discounted forecast, Markov chain (G1 to G3)."""

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator

DAYS_PER_YEAR = 365
# A customer of a few days is not extrapolated to a year of them.
MIN_AGE_DAYS = 90
# Who has been silent for longer has left, as far as these methods know.
LEFT_AFTER_DAYS = 180
PERIOD_DAYS = 10


def yearly_amount(features: pd.DataFrame) -> np.ndarray:
    """Net amount of a customer in a year at his pace so far, never negative, shape (n,)."""
    age = np.maximum(features["age_days"].to_numpy(dtype=float), MIN_AGE_DAYS)
    return np.maximum(features["total_amount"].to_numpy(dtype=float), 0) / age * DAYS_PER_YEAR


def discounted_days(days: int, annual_discount_rate: float, *, mean_life_days: float = float("inf")) -> float:
    """The coming days, month by month thinned by an exponential life and discounted to today."""
    months = max(1, round(days * 12 / DAYS_PER_YEAR))
    ends = np.linspace(days / months, days, months)
    weights = np.exp(-ends / mean_life_days) / (1 + annual_discount_rate) ** (ends / DAYS_PER_YEAR)
    return float(weights.sum() * days / months)


class LastPeriod(BaseEstimator):
    """The baseline that every method must beat: a customer spends what he spent in the last `recent_days`."""

    def fit(self, features: pd.DataFrame) -> "LastPeriod":
        """Learn nothing."""
        return self

    def value(self, features: pd.DataFrame, horizon_days: int, annual_discount_rate: float) -> np.ndarray:
        """Recent amount a day x discounted days, never negative, shape (n,); NaN where it is not known."""
        recent = (features["recent_amount"] / features["recent_days"]).to_numpy(dtype=float)
        return np.maximum(recent, 0) * discounted_days(horizon_days, annual_discount_rate)


class OverallMean(LastPeriod):
    """The baseline without any knowledge of the customer: all spend alike. Attributes: daily_amount_."""

    def fit(self, features: pd.DataFrame) -> "OverallMean":
        """Learn the mean amount a day over the last `recent_days`."""
        self.daily_amount_ = float((features["recent_amount"] / features["recent_days"]).mean())
        return self

    def value(self, features: pd.DataFrame, horizon_days: int, annual_discount_rate: float) -> np.ndarray:
        """The same value for everybody, shape (n,)."""
        value = max(self.daily_amount_, 0.0) * discounted_days(horizon_days, annual_discount_rate)
        return np.full(len(features), value)


class HistoricValue(BaseEstimator):
    """G1: yearly revenue times mean life, the life cut at the horizon so that it compares with the other methods.

    Life is exponential: all days watched until customers fell silent, over the number who did.
    Attributes: mean_life_days_, infinite while nobody has left.
    """

    def fit(self, features: pd.DataFrame) -> "HistoricValue":
        """Estimate from n rows of features.ftr_clv."""
        silence = (features["age_days"] - features["recency_days"]).to_numpy(dtype=float)
        has_left = silence > LEFT_AFTER_DAYS
        lived = np.where(has_left, features["recency_days"], features["age_days"]).astype(float).sum()
        self.mean_life_days_ = float(lived / has_left.sum()) if has_left.any() else float("inf")
        return self

    def value(self, features: pd.DataFrame, horizon_days: int, annual_discount_rate: float) -> np.ndarray:
        """Yearly amount x min(mean life, horizon) in years, undiscounted, shape (n,)."""
        return yearly_amount(features) * min(self.mean_life_days_, horizon_days) / DAYS_PER_YEAR


class DiscountedForecast(HistoricValue):
    """G2: the forecast of each month, thinned by the customers expected to have left, discounted to today."""

    def value(self, features: pd.DataFrame, horizon_days: int, annual_discount_rate: float) -> np.ndarray:
        """Sum over months t of yearly amount / 12 x survival(t) / (1 + rate)^t, shape (n,)."""
        days = discounted_days(horizon_days, annual_discount_rate, mean_life_days=self.mean_life_days_)
        return yearly_amount(features) / DAYS_PER_YEAR * days


class MarkovChainValue(BaseEstimator):
    """G3: a chain over periods of ten days since the last purchase; who has passed all states without one has left.

    From state s a customer buys within the next period with probability p_s and returns to state 0, else he moves to
    s + 1; state `states` is absorbing. Blattberg, Kim & Neslin (2008), ch. 5; Pfeifer & Carraway (2000).
    Attributes: p_, shape (states,); mean_amount_, of a purchase day of the group.
    """

    def __init__(self, states: int = 36, prior_purchases: float = 2.0):
        self.states = states
        self.prior_purchases = prior_purchases

    def fit(self, features: pd.DataFrame, gaps: pd.DataFrame) -> "MarkovChainValue":
        """Estimate from rows of features.ftr_clv and the group's rows of features.ftr_clv_gaps.

        An open silence has not seen its last period to the end, so that one is left out.
        """
        length, count = gaps["silent_periods"].to_numpy(dtype=int), gaps["gap_count"].to_numpy(dtype=float)
        is_closed = ~gaps["is_open"].to_numpy(dtype=bool)
        bought = np.array([count[is_closed & (length == state)].sum() for state in range(self.states)])
        passed = np.array([count[length > state].sum() for state in range(self.states)])
        self.p_ = (bought + 0.5) / (bought + passed + 1)
        days = float((features["frequency"] + 1).sum())
        self.mean_amount_ = float(np.maximum(features["total_amount"].sum(), 0) / days) if days else 0.0
        return self

    def value(self, features: pd.DataFrame, horizon_days: int, annual_discount_rate: float) -> np.ndarray:
        """Discounted expected purchases from each customer's state times his amount, shape (n,)."""
        per_state = self._discounted_purchases(horizon_days, annual_discount_rate)
        silence = (features["age_days"] - features["recency_days"]).to_numpy(dtype=float)
        state = np.minimum(silence // PERIOD_DAYS, self.states).astype(int)
        days = features["frequency"].to_numpy(dtype=float) + 1
        own = np.maximum(features["total_amount"].to_numpy(dtype=float), 0)
        amount = (self.prior_purchases * self.mean_amount_ + own) / (self.prior_purchases + days)
        return per_state[state] * amount

    def _discounted_purchases(self, horizon_days: int, annual_discount_rate: float) -> np.ndarray:
        """Backwards from the horizon: v_s = d (p_s (1 + v_0) + (1 - p_s) v_(s+1)), the absorbing state worth 0."""
        discount = (1 + annual_discount_rate) ** (-PERIOD_DAYS / DAYS_PER_YEAR)
        value = np.zeros(self.states + 1)
        for _ in range(max(1, round(horizon_days / PERIOD_DAYS))):
            value[:-1] = discount * (self.p_ * (1 + value[0]) + (1 - self.p_) * value[1:])
        return value
