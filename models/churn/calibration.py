"""Beta calibration of an estimator that is already fitted."""

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression

# Log odds are kept within those of 1e-6: a tree's leaf of one class is not infinitely sure.
LIMIT = 1e-6


class CalibratedOnLater(ClassifierMixin, BaseEstimator):
    """sigmoid(a log p - b log(1 - p) + c) of the probability p of `estimator`, fitted on rows later than its training.

    Kull, Silva Filho & Flach (2017); a = b is Platt's sigmoid on log odds, and a = b = 1, c = 0 leaves p as it is. Two
    slopes since the sure and the doubtful end of a weighted estimator are off by different amounts. A slope that came
    out negative is left out, as the authors do, so that the order of customers stays.
    Attributes: slopes_ (a, b), intercept_, classes_.
    """

    def __init__(self, estimator):
        self.estimator = estimator

    def fit(self, X, y) -> "CalibratedOnLater":
        """Fit slopes and intercept on n rows with both classes."""
        terms = _terms(self.decision_function(X))
        for kept in ([0, 1], [0], [1]):
            regression = LogisticRegression(C=1e6, max_iter=1000).fit(terms[:, kept], y)
            if (regression.coef_ >= 0).all():
                break
        self.slopes_ = np.zeros(2)
        self.slopes_[kept] = np.maximum(regression.coef_[0], 0)
        self.intercept_ = float(regression.intercept_[0])
        self.classes_ = np.array([0.0, 1.0])
        return self

    def decision_function(self, X) -> np.ndarray:
        """Log odds by the estimator itself, shape (n,): reasons are reckoned in them. Calibration keeps their order."""
        return log_odds(self.estimator.predict_proba(X)[:, 1])

    def predict_proba(self, X) -> np.ndarray:
        """Probabilities of staying and of churn, shape (n, 2)."""
        churn = 1 / (1 + np.exp(-(_terms(self.decision_function(X)) @ self.slopes_ + self.intercept_)))
        return np.column_stack([1 - churn, churn])


def log_odds(probability) -> np.ndarray:
    """log(p / (1 - p)), bounded."""
    p = np.clip(probability, LIMIT, 1 - LIMIT)
    return np.log(p / (1 - p))


def _terms(z: np.ndarray) -> np.ndarray:
    """log p and -log(1 - p) of log odds z, shape (n, 2)."""
    return np.column_stack([-np.logaddexp(0, -z), np.logaddexp(0, z)])
