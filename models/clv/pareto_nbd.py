"""Pareto/NBD: as BG/NBD, but a customer may leave at any time and not only after a purchase."""

import numpy as np
from scipy.special import expit, gammaln
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from models.clv.history import PurchaseHistories, as_histories, checked
from models.clv.maximum_likelihood import best_start, estimate
from models.errors import FitRefusedError

PARAMETERS = ("r", "alpha", "s", "beta")
# r, alpha, s, beta; alpha and beta in units of the greatest age.
STARTS = ((0.5, 0.3, 0.6, 0.3), (2.0, 0.3, 0.5, 1.0))
# Its likelihood is an integral without a cheap gradient: a sample carries four parameters.
MAX_CELLS = 3_000
STEP = 1e-5
_POINTS, _WEIGHTS = np.polynomial.legendre.leggauss(48)
NODES, WEIGHTS = (_POINTS + 1) / 2, _WEIGHTS / 2


class ParetoNbdModel(BaseEstimator):
    """Pareto/NBD of Schmittlein, Morrison & Colombo (1987), in the form of Fader & Hardie (2005), A Note on Deriving
    the Pareto/NBD Model and Related Expressions, fitted by maximum likelihood.

    Purchase rate is gamma(r, alpha) over customers, the rate of leaving gamma(s, beta), independent of each other.
    Attributes: r_, alpha_, s_, beta_, log_likelihood_, n_customers_.
    """

    def fit(self, frequency, recency, age) -> "ParetoNbdModel":
        """Estimate from n customers' repeat purchases, time of the last one and age, both since the first purchase.

        Raises FeatureFrameError on contradictory histories, FitRefusedError if the data do not carry the model.
        """
        histories = as_histories(frequency, recency, age)
        if not histories.customers or not (histories.frequency > 0).any():
            raise FitRefusedError("Pareto/NBD: nobody bought again, so purchase rate and leaving are not identified")
        unit = histories.age.max()
        scaled = histories.scaled(unit)
        sample = scaled.every(max(1, scaled.count.size // MAX_CELLS))
        try:
            start = best_start(_objective(sample.every(max(1, sample.count.size // 1_000))), STARTS)
            found = estimate(_objective(sample), start, PARAMETERS)
        except FitRefusedError as refusal:
            raise FitRefusedError(f"Pareto/NBD on {histories.customers} customers: {refusal}") from refusal
        self.r_, alpha, self.s_, beta = (float(value) for value in found.parameters)
        self.alpha_, self.beta_ = float(alpha * unit), float(beta * unit)
        self.n_customers_ = histories.customers
        self.log_likelihood_ = float(np.dot(histories.count, log_likelihood(self._parameters(), histories)))
        return self

    def probability_alive(self, frequency, recency, age) -> np.ndarray:
        """Probability of shape (n,) that a customer has not left (Fader & Hardie 2005, eq. 25)."""
        x, t_x, T = checked(frequency, recency, age)
        alive, gone = _log_parts(self._parameters(), x, t_x, T)
        return expit(alive - gone)

    def expected_purchases(self, horizon: float, frequency, recency, age) -> np.ndarray:
        """Expected purchases of shape (n,) in (T, T + horizon] given each history (eq. 41)."""
        x, t_x, T = checked(frequency, recency, age)
        return self.purchases_if_alive(horizon, x, T) * self.probability_alive(x, t_x, T)

    def purchases_if_alive(self, horizon, frequency, age) -> np.ndarray:
        """Expected purchases in (T, T + horizon] of somebody who is still a customer; arguments broadcast."""
        r, alpha, s, beta = self._parameters()
        if abs(s - 1) < STEP:
            s = 1 + STEP
        rate = (r + frequency) * (beta + age) / ((alpha + age) * (s - 1))
        return rate * (1 - ((beta + age) / (beta + age + horizon)) ** (s - 1))

    def _parameters(self) -> np.ndarray:
        check_is_fitted(self, "r_")
        return np.array([self.r_, self.alpha_, self.s_, self.beta_])


def log_likelihood(parameters: np.ndarray, histories: PurchaseHistories) -> np.ndarray:
    """Log-likelihood of every cell, shape (n,) (eq. 20)."""
    r, alpha, s, beta = parameters
    x = histories.frequency
    alive, gone = _log_parts(parameters, x, histories.recency, histories.age)
    constant = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
    return constant + np.logaddexp(alive, gone)


def _log_parts(parameters: np.ndarray, x, t_x, T) -> tuple[np.ndarray, np.ndarray]:
    """Logarithms of the two ways to such a history, common factors left out: still there, or gone since t_x.

    The second is log of s times the integral of (alpha + t)^-(r+x) (beta + t)^-(s+1) from t_x to T (eq. 15), which the
    papers write with 2F1. In w = ((alpha + t) / (alpha + t_x))^-c, c = r + s + x, its integrand is
    ((alpha + t) / (beta + t))^(s+1), bounded and flat, so that Gauss and Legendre need few nodes, and no power of x is
    left that could overflow.
    """
    r, alpha, s, beta = parameters
    x, t_x, T = (np.asarray(values, dtype=float) for values in (x, t_x, T))
    alive = -(r + x) * np.log(alpha + T) - s * np.log(beta + T)
    c = r + s + x
    lowest = ((alpha + T) / (alpha + t_x)) ** -c
    integral = np.zeros_like(c)
    for node, weight in zip(NODES, WEIGHTS, strict=True):
        w = lowest + (1 - lowest) * node
        since = (alpha + t_x) * w ** (-1 / c)
        integral += weight * (since / (since - alpha + beta)) ** (s + 1)
    with np.errstate(divide="ignore"):
        return alive, np.log(s / c) - c * np.log(alpha + t_x) + np.log((1 - lowest) * integral)


def _objective(histories: PurchaseHistories):
    weight = histories.count / histories.count.sum()

    def value(log_parameters: np.ndarray) -> float:
        return -float(weight @ log_likelihood(np.exp(log_parameters), histories))

    def with_gradient(log_parameters: np.ndarray) -> tuple[float, np.ndarray]:
        steps = STEP * np.eye(len(log_parameters))
        slopes = [(value(log_parameters + step) - value(log_parameters - step)) / (2 * STEP) for step in steps]
        return value(log_parameters), np.array(slopes)

    return with_gradient
