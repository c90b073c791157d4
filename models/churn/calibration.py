"""Platt's calibration on log odds, of an estimator that is already fitted."""

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression

# Log odds are kept within those of 1e-6: a tree's leaf of one class is not infinitely sure.
LIMIT = 1e-6


class CalibratedOnLater(ClassifierMixin, BaseEstimator):
    """sigmoid(slope * log odds of `estimator` + intercept), slope and intercept fitted on rows later than its training.

    Platt (1999). On log odds rather than probabilities, so that a calibrated estimator stays as it is (slope 1).
    Attributes: slope_, intercept_, classes_.
    """

    def __init__(self, estimator):
        self.estimator = estimator

    def fit(self, X, y) -> "CalibratedOnLater":
        """Fit slope and intercept on n rows with both classes."""
        regression = LogisticRegression(C=1e6).fit(log_odds(self.estimator.predict_proba(X)[:, 1])[:, None], y)
        self.slope_, self.intercept_ = float(regression.coef_[0, 0]), float(regression.intercept_[0])
        self.classes_ = np.array([0.0, 1.0])
        return self

    def decision_function(self, X) -> np.ndarray:
        """Calibrated log odds of churn, shape (n,)."""
        return self.slope_ * log_odds(self.estimator.predict_proba(X)[:, 1]) + self.intercept_

    def predict_proba(self, X) -> np.ndarray:
        """Probabilities of staying and of churn, shape (n, 2)."""
        churn = 1 / (1 + np.exp(-self.decision_function(X)))
        return np.column_stack([1 - churn, churn])


def log_odds(probability) -> np.ndarray:
    """log(p / (1 - p)), bounded."""
    p = np.clip(probability, LIMIT, 1 - LIMIT)
    return np.log(p / (1 - p))
