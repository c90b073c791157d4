"""Beta calibration of an estimator that is already fitted."""

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression

# Log odds are kept within those of 1e-6: a tree's leaf of one class is not infinitely sure.
LIMIT = 1e-6
# A tenth of the window is what holidays and sales take from it or add to it; beyond two nothing was seen.
SHORTER, FARTHEST = 0.9, 0.2


class CalibratedOnLater(ClassifierMixin, BaseEstimator):
    """sigmoid(a log p - b log(1 - p) + c) of the probability p of `estimator`, fitted on rows later than its training.

    Kull, Silva Filho & Flach (2017); a = b is Platt's sigmoid on log odds, and a = b = 1, c = 0 leaves p as it is. Two
    slopes since the sure and the doubtful end of a weighted estimator are off by different amounts. A slope that came
    out negative is left out, as the authors do, so that the order of customers stays.

    A window ahead that holds more days off than the calibration's is a shorter one: the parameters move by as much as
    they differ for an outcome after SHORTER of the window, in proportion.
    Attributes: parameters_ (a, b, c), change_ of them per whole window more, classes_.
    """

    def __init__(self, estimator):
        self.estimator = estimator

    def fit(self, X, y, *, y_of_shorter=None) -> "CalibratedOnLater":
        """Fit on n rows with both classes; `y_of_shorter` is what y would be after SHORTER of the window."""
        terms = _terms(self.decision_function(X))
        self.parameters_ = _fitted(terms, y)
        self.change_ = np.zeros(3)
        if y_of_shorter is not None and len(np.unique(y_of_shorter)) == 2:
            self.change_ = (self.parameters_ - _fitted(terms, y_of_shorter)) / (1 - SHORTER)
        self.classes_ = np.array([0.0, 1.0])
        return self

    def decision_function(self, X) -> np.ndarray:
        """Log odds by the estimator itself, shape (n,): reasons are reckoned in them. Calibration keeps their order."""
        return log_odds(self.estimator.predict_proba(X)[:, 1])

    def predict_proba(self, X, *, length=1.0) -> np.ndarray:
        """Probabilities of staying and of churn, shape (n, 2).

        `length` is that of the window ahead in windows of the calibration, a number or shape (n,).
        """
        longer = np.clip(np.asarray(length, dtype=float) - 1, -FARTHEST, FARTHEST).reshape(-1, 1)
        a, b, c = (self.parameters_ + longer * self.change_).T
        sure, doubtful = _terms(self.decision_function(X)).T
        churn = 1 / (1 + np.exp(-(sure * np.maximum(a, 0) + doubtful * np.maximum(b, 0) + c)))
        return np.column_stack([1 - churn, churn])


def log_odds(probability) -> np.ndarray:
    """log(p / (1 - p)), bounded."""
    p = np.clip(probability, LIMIT, 1 - LIMIT)
    return np.log(p / (1 - p))


def _terms(z: np.ndarray) -> np.ndarray:
    """log p and -log(1 - p) of log odds z, shape (n, 2)."""
    return np.column_stack([-np.logaddexp(0, -z), np.logaddexp(0, z)])


def _fitted(terms: np.ndarray, y) -> np.ndarray:
    """a, b and c of the terms (n, 2), no slope below 0."""
    for kept in ([0, 1], [0], [1]):
        regression = LogisticRegression(C=1e6, max_iter=1000).fit(terms[:, kept], y)
        if (regression.coef_ >= 0).all():
            break
    parameters = np.zeros(3)
    parameters[kept] = np.maximum(regression.coef_[0], 0)
    parameters[2] = regression.intercept_[0]
    return parameters
