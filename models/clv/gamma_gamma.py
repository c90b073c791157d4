"""Gamma-Gamma: what a customer will spend per purchase."""

import numpy as np
from scipy.special import digamma, gammaln
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from models.clv.maximum_likelihood import best_start, covariance, estimate
from models.errors import FitRefusedError

PARAMETERS = ("p", "q", "gamma")
# p, q, gamma (in units of the mean amount): even, uneven and very uneven spending.
STARTS = ((6.0, 4.0, 0.5), (1.0, 2.0, 1.0), (2.0, 10.0, 5.0))
# Starts compete on about this many customers, the winner is finished on all: a fifth of the time of searching on all.
COMPETITION_CUSTOMERS = 5_000


class GammaGammaModel(BaseEstimator):
    """Fader & Hardie (2013), The Gamma-Gamma Model of Monetary Value, fitted by maximum likelihood.

    An amount is gamma(p, nu), and nu is gamma(q, gamma) over customers, independent of how often they buy. gamma has
    the currency of the data fitted.

    Attributes: p_, q_, gamma_, log_likelihood_, n_customers_ (those with repeat purchases and a positive amount),
    covariance_ (of the log parameters).
    """

    PARAMETER_ATTRIBUTES = ("p_", "q_", "gamma_")

    def fit(self, frequency, mean_amount) -> "GammaGammaModel":
        """Estimate from n customers' repeat purchases and mean amount of one; only positive pairs count.

        Raises FitRefusedError if nobody bought again, or the data do not carry the model (q <= 1: infinite mean).
        """
        x, amount = np.asarray(frequency, dtype=float), np.asarray(mean_amount, dtype=float)
        usable = _has_amount(x, amount)
        if not usable.any():
            raise FitRefusedError("Gamma-Gamma: nobody has repeat purchases with a positive amount")
        x, amount = x[usable], amount[usable]
        if np.ptp(amount) == 0:
            raise FitRefusedError("Gamma-Gamma: every mean amount is the same, so their spread is not identified")
        unit = amount.mean()
        step = max(1, x.size // COMPETITION_CUSTOMERS)
        try:
            start = best_start(_objective(x[::step], amount[::step] / unit), STARTS)
            found = estimate(_objective(x, amount / unit), start, PARAMETERS)
        except FitRefusedError as refusal:
            raise FitRefusedError(f"Gamma-Gamma on {x.size} repeat buyers: {refusal}") from refusal
        p, q, gamma = (float(value) for value in found.parameters)
        if q <= 1:
            raise FitRefusedError(f"Gamma-Gamma on {x.size} repeat buyers: q = {q:.3f} <= 1, so the mean is infinite")
        self.p_, self.q_, self.gamma_ = p, q, float(gamma * unit)
        self.n_customers_ = int(x.size)
        self.covariance_ = covariance(_objective(x[::step], amount[::step] / unit), np.log([p, q, gamma]), x.size)
        self.log_likelihood_ = -self.negative_log_likelihood(x, amount)
        return self

    @property
    def mean_amount_(self) -> float:
        """Expected amount of a customer of whom nothing is known: p gamma / (q - 1)."""
        check_is_fitted(self, "p_")
        return self.p_ * self.gamma_ / (self.q_ - 1)

    def negative_log_likelihood(self, frequency, mean_amount) -> float:
        """Of the customers with repeat purchases and a positive amount (eq. 1a)."""
        check_is_fitted(self, "p_")
        x, amount = np.asarray(frequency, dtype=float), np.asarray(mean_amount, dtype=float)
        usable = _has_amount(x, amount)
        likelihood = _Likelihood(x[usable], amount[usable])
        return -float(likelihood(np.array([self.p_, self.q_, self.gamma_]))[0].sum())

    def expected_average_amount(self, frequency, mean_amount) -> np.ndarray:
        """Expected amount per future purchase, shape (n,): own and population mean, weighted by x (eq. 5)."""
        check_is_fitted(self, "p_")
        x, amount = np.asarray(frequency, dtype=float), np.asarray(mean_amount, dtype=float)
        known = _has_amount(x, amount)
        x, amount = np.where(known, x, 0), np.where(known, amount, 0)
        return self.p_ * (self.gamma_ + x * amount) / (self.p_ * x + self.q_ - 1)


def _has_amount(x: np.ndarray, amount: np.ndarray) -> np.ndarray:
    return (x > 0) & np.isfinite(amount) & (amount > 0)


class _Likelihood:
    """Eq. 1a of n customers, with what does not depend on the parameters computed once."""

    def __init__(self, x: np.ndarray, amount: np.ndarray):
        self.x, self.total = x, x * amount
        self.log_amount, self.log_total = np.log(amount), np.log(x * amount)
        self.levels = np.unique(x, return_inverse=True)

    def __call__(self, parameters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Log-likelihood per customer, shape (n,), and its derivatives by p, q, gamma, shape (3, n)."""
        p, q, gamma = parameters
        frequency, position = self.levels
        log_gammas = (gammaln(p * frequency + q) - gammaln(p * frequency) - gammaln(q))[position]
        own, joint = digamma(p * frequency)[position], digamma(p * frequency + q)[position]
        log_all = np.log(gamma + self.total)
        value = (
            log_gammas + q * np.log(gamma) + p * self.x * self.log_total - self.log_amount - (p * self.x + q) * log_all
        )
        gradient = np.empty((3, self.x.size))
        gradient[0] = self.x * (joint - own + self.log_total - log_all)
        gradient[1] = joint - digamma(q) + np.log(gamma) - log_all
        gradient[2] = q / gamma - (p * self.x + q) / (gamma + self.total)
        return value, gradient


def _objective(x: np.ndarray, amount: np.ndarray):
    likelihood = _Likelihood(x, amount)

    def mean_negative_log_likelihood(log_parameters: np.ndarray) -> tuple[float, np.ndarray]:
        parameters = np.exp(log_parameters)
        value, gradient = likelihood(parameters)
        return -float(value.mean()), -gradient.mean(axis=1) * parameters

    return mean_negative_log_likelihood
