"""The rules of F1 and F2 as a model: how many of them fire, and how often such customers left."""

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin

LOGINS, LOGINS_BEFORE, RECENCY = "login_count_30_days", "login_count_previous_30_days", "recency_days"


class RuleClassifier(ClassifierMixin, BaseEstimator):
    """Churn rate by the number of rules that fire, shrunk towards the overall rate.

    F1: logins fell by `login_drop` or more within a month. F2: no order for `silent_days`. A rule whose source is not
    there does not fire.
    Attributes: rates_, by number of rules.
    """

    def __init__(self, login_drop: float = 0.30, silent_days: int = 60, prior_strength: float = 20.0):
        self.login_drop = login_drop
        self.silent_days = silent_days
        self.prior_strength = prior_strength

    def fit(self, X, y) -> "RuleClassifier":
        """Estimate from n > 0 rows of the features and labels 0 or 1."""
        self.classes_ = np.array([0.0, 1.0])
        fired, churned = self.fired(X), np.asarray(y, dtype=float)
        rows, lost = np.bincount(fired, minlength=3), np.bincount(fired, weights=churned, minlength=3)
        overall = (churned.sum() + 1) / (len(churned) + 2)
        self.rates_ = (lost + self.prior_strength * overall) / (rows + self.prior_strength)
        return self

    def fired(self, X) -> np.ndarray:
        """Rules that fire, 0 to 2, shape (n,)."""
        fired = np.asarray(X[RECENCY] >= self.silent_days, dtype=int)
        if LOGINS in X and LOGINS_BEFORE in X:
            before = X[LOGINS_BEFORE].to_numpy(dtype=float)
            with np.errstate(invalid="ignore"):
                has_dropped = (before > 0) & (X[LOGINS].to_numpy(dtype=float) <= (1 - self.login_drop) * before)
            fired = fired + has_dropped
        return fired

    def predict_proba(self, X) -> np.ndarray:
        """Probabilities of staying and of churn, shape (n, 2)."""
        rate = self.rates_[self.fired(X)]
        return np.column_stack([1 - rate, rate])
