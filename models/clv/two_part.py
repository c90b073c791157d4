"""Lifetime value by machine learning, in two parts: will he buy, and if so, for how much (G4)."""

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.model_selection import KFold

from models.errors import FitRefusedError
from models.threads import threads_for

NUMBERS = ("frequency", "recency_days", "age_days", "total_amount", "recent_amount", "mean_repeat_amount")
# The few largest amounts are cut here, so that one runaway does not bend the whole regression.
HEAVY_TAIL = 0.995
MISSING = -1.0
MAX_ROWS = 50_000


class TwoPartValue(BaseEstimator):
    """P(buys in the hold-out) x E(amount | buys), both by histogram gradient boosting, the amount with a gamma loss.

    It learns from customers as they stood when the hold-out began and what they then did; it predicts an amount for as
    many days as that hold-out had. What is learned is averaged with the customer's own recent pace where that is known:
    the errors of both are far from alike (Bates & Granger 1969, The Combination of Forecasts).
    """

    def __init__(self, min_buyers: int = 100, seed: int = 7):
        self.min_buyers = min_buyers
        self.seed = seed

    def fit(self, backtest: pd.DataFrame) -> "TwoPartValue":
        """Fit on n rows of features.ftr_clv_backtest. Raises FitRefusedError if too few bought.

        Where nearly everybody did, whether somebody buys is no question: all have the same probability.
        """
        if len(backtest) > MAX_ROWS:
            backtest = backtest.sample(MAX_ROWS, random_state=self.seed)
        self.holdout_days_ = int(backtest["holdout_days"].max()) if len(backtest) else 0
        amount = backtest["holdout_amount"].to_numpy(dtype=float)
        buys = amount > 0
        self._refuse_thin(buys)
        self.rate_ = float(buys.mean())
        X = _matrix(backtest)
        shared = {"max_iter": 100, "max_depth": 3, "learning_rate": 0.05, "min_samples_leaf": 40}
        shared |= {"early_stopping": False, "random_state": self.seed}
        capped = np.minimum(amount[buys], np.quantile(amount[buys], HEAVY_TAIL))
        with threads_for(len(X)):
            few_stay_away = (~buys).sum() < self.min_buyers
            self.buys_ = None if few_stay_away else HistGradientBoostingClassifier(**shared).fit(X, buys)
            self.amount_ = HistGradientBoostingRegressor(loss="gamma", **shared).fit(X[buys], capped)
        return self

    def predict(self, features: pd.DataFrame) -> np.ndarray:
        """Expected amount of a hold-out's length, shape (n,)."""
        X = _matrix(features)
        with threads_for(len(X)):
            probability = self.rate_ if self.buys_ is None else self.buys_.predict_proba(X)[:, 1]
            learned = probability * self.amount_.predict(X)
        recent = (features["recent_amount"] / features["recent_days"]).to_numpy(dtype=float) * self.holdout_days_
        return np.where(np.isnan(recent), learned, (learned + np.maximum(recent, 0)) / 2)

    def predict_unseen(self, backtest: pd.DataFrame) -> np.ndarray:
        """Predictions for the customers of the back-test by models that have not seen them (five folds)."""
        self._refuse_thin(backtest["holdout_amount"].to_numpy(dtype=float) > 0)
        predicted = np.zeros(len(backtest))
        for train, test in KFold(5, shuffle=True, random_state=self.seed).split(backtest):
            predicted[test] = TwoPartValue(**self.get_params()).fit(backtest.iloc[train]).predict(backtest.iloc[test])
        return predicted

    def _refuse_thin(self, buys: np.ndarray) -> None:
        if buys.sum() < self.min_buyers:
            raise FitRefusedError(
                f"two-part: {int(buys.sum())} of {len(buys)} customers bought in the hold-out, "
                f"{self.min_buyers} are needed"
            )


def _matrix(rows: pd.DataFrame) -> np.ndarray:
    # The trees cannot bin a column of which nothing is known: a missing amount is a mark below all others.
    numbers = np.nan_to_num(rows[list(NUMBERS)].astype(float).to_numpy(), nan=MISSING)
    silence = (rows["age_days"] - rows["recency_days"]).to_numpy(dtype=float)
    gap = rows["recency_days"].to_numpy(dtype=float) / np.maximum(rows["frequency"].to_numpy(dtype=float), 1)
    is_business = (rows["customer_type"].astype(object) == "business").to_numpy(dtype=float)
    return np.column_stack([numbers, silence, gap, is_business])
