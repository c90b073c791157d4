"""The rung below the regression: the churn rate of customers who have been away as long."""

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin


class RecencyRateClassifier(ClassifierMixin, BaseEstimator):
    """Beta-binomial churn rate by band of recency, shrunk towards the overall rate.

    rate = (churned + prior_strength * overall) / (rows + prior_strength), overall = (churned + 1) / (rows + 2). Bands
    hold about the same number of rows. Where a rate would fall with recency it is kept at the one before.

    Attributes: edges_, inner limits of the bands in days; rates_, one per band.
    """

    def __init__(self, bands: int = 5, prior_strength: float = 20.0):
        self.bands = bands
        self.prior_strength = prior_strength

    def fit(self, recency_days, is_churned) -> "RecencyRateClassifier":
        """Estimate from n > 0 labelled rows; NaN recency counts as the longest."""
        recency, churned = _filled(recency_days), np.asarray(is_churned, dtype=float)
        self.classes_ = np.array([0.0, 1.0])
        inner = np.quantile(recency, np.linspace(0, 1, self.bands + 1)[1:-1], method="lower")
        self.edges_ = np.unique(inner[inner < recency.max()])
        band = np.searchsorted(self.edges_, recency, side="left")
        rows = np.bincount(band, minlength=len(self.edges_) + 1)
        lost = np.bincount(band, weights=churned, minlength=len(rows))
        overall = (churned.sum() + 1) / (len(churned) + 2)
        shrunken = (lost + self.prior_strength * overall) / (rows + self.prior_strength)
        self.rates_ = np.maximum.accumulate(shrunken)
        return self

    def predict_proba(self, recency_days) -> np.ndarray:
        """Probabilities of staying and of churn, shape (n, 2)."""
        rate = self.rates_[np.searchsorted(self.edges_, _filled(recency_days), side="left")]
        return np.column_stack([1 - rate, rate])


def _filled(recency_days) -> np.ndarray:
    recency = np.asarray(recency_days, dtype=float).ravel()
    longest = np.nanmax(recency, initial=0.0)
    return np.where(np.isnan(recency), longest, recency)
