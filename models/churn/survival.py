"""Time to the next order as a survival model: churn is to be silent beyond the window."""

import numpy as np
from scipy.optimize import minimize
from sklearn.base import BaseEstimator, ClassifierMixin

from models.errors import FitRefusedError


class WeibullSurvival(ClassifierMixin, BaseEstimator):
    """Weibull accelerated failure time (Kalbfleisch & Prentice 2002, ch. 3.6), by maximum likelihood with a ridge.

    log T = X b + s E with E of the smallest extreme value distribution, T days until the customer orders again; a
    customer who has not by the end of observation is censored there, so unfinished windows teach too. The probability
    of churn is S(window) = exp(-exp((log window - X b) / s)).
    A library would do the same fit, but lifelines 0.30 wants pandas below 3.

    Args: window_days, of the churn definition; ridge, on the standardised coefficients.
    Attributes: coefficients_ (intercept last), scale_, classes_.
    """

    def __init__(self, window_days: float = 90.0, ridge: float = 1e-3):
        self.window_days = window_days
        self.ridge = ridge

    def fit(self, X, y, *, days=None, observed=None) -> "WeibullSurvival":
        """Fit on n rows of standardised features.

        `days` until the next order or the end of observation, `observed` whether it was an order, both of shape (n,);
        without them the labels `y` say it: an order at half the window, or none within it. Raises FitRefusedError if
        nobody ever ordered again or the search does not converge.
        """
        X = np.column_stack([np.asarray(X, dtype=float), np.ones(len(X))])
        if days is None:
            observed = np.asarray(y) == 0
            days = np.where(observed, self.window_days / 2, self.window_days)
        log_days, event = np.log(np.maximum(np.asarray(days, dtype=float), 0.5)), np.asarray(observed, dtype=float)
        if not event.any():
            raise FitRefusedError("survival: nobody ordered again, so the time to an order is not identified")
        start = np.zeros(X.shape[1] + 1)
        start[-2] = log_days.mean()
        end = minimize(_loss, start, args=(X, log_days, event, self.ridge), jac=True, method="L-BFGS-B")
        if not (end.success and np.isfinite(end.fun)):
            raise FitRefusedError(f"survival: no convergence after {end.nit} steps ({end.message})")
        self.coefficients_, self.scale_ = end.x[:-1], float(np.exp(end.x[-1]))
        self.classes_ = np.array([0.0, 1.0])
        return self

    def predict_proba(self, X) -> np.ndarray:
        """Probabilities of an order within the window and of churn, shape (n, 2)."""
        location = np.asarray(X, dtype=float) @ self.coefficients_[:-1] + self.coefficients_[-1]
        z = np.clip((np.log(self.window_days) - location) / self.scale_, -30, 30)
        churn = np.exp(-np.exp(z))
        return np.column_stack([1 - churn, churn])


def _loss(parameters, X, log_days, event, ridge):
    """Mean negative log-likelihood and its gradient by coefficients and log scale."""
    b, log_scale = parameters[:-1], parameters[-1]
    scale = np.exp(log_scale)
    z = np.clip((log_days - X @ b) / scale, -30, 30)
    hazard = np.exp(z)
    value = (event * (log_scale - z) + hazard).mean() + ridge * np.dot(b[:-1], b[:-1])
    by_z = hazard - event
    gradient = np.append(-(X.T @ by_z) / scale / len(z), (event - by_z * z).mean())
    gradient[: len(b) - 1] += 2 * ridge * b[:-1]
    return value, gradient
