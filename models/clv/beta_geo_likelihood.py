"""The BG/NBD likelihood.

Fader, Hardie & Lee (2005), "Counting Your Customers" the Easy Way: An Alternative to the Pareto/NBD Model, Marketing
Science 24(2).
"""

import numpy as np
from scipy.special import digamma, gammaln

from models.clv.history import PurchaseHistories


def log_likelihood(parameters: np.ndarray, histories: PurchaseHistories) -> tuple[np.ndarray, np.ndarray]:
    """Log-likelihood of every cell (eq. 6, split as in the authors' note on its computation) and its gradient.

    Args:
        parameters: r, alpha, a, b, all above 0.
        histories: n cells; time in the unit of alpha.
    Returns:
        Values of shape (n,) and derivatives by r, alpha, a, b of shape (4, n).
    """
    r, alpha, a, b = parameters
    purchase_term, by_r, by_a, by_b = _terms_of_frequency(r, a, b, histories)
    exponent = r + histories.frequency
    log_age = np.log(alpha + histories.age)
    log_recency = np.log(alpha + histories.recency)
    bought_again = histories.frequency > 0
    alive = -exponent * log_age
    with np.errstate(divide="ignore", invalid="ignore"):
        gone = np.where(bought_again, np.log(a) - np.log(b + histories.frequency - 1) - exponent * log_recency, -np.inf)
    either = np.logaddexp(alive, gone)
    share_gone = np.exp(gone - either)
    share_alive = 1 - share_gone

    value = purchase_term + r * np.log(alpha) + either
    gradient = np.empty((4, value.size))
    gradient[0] = by_r + np.log(alpha) - share_alive * log_age - share_gone * log_recency
    gradient[1] = r / alpha - exponent * (
        share_alive / (alpha + histories.age) + share_gone / (alpha + histories.recency)
    )
    gradient[2] = by_a + share_gone / a
    gradient[3] = by_b - np.where(bought_again, share_gone / np.where(bought_again, b + histories.frequency - 1, 1), 0)
    return value, gradient


def _terms_of_frequency(r: float, a: float, b: float, histories: PurchaseHistories) -> tuple[np.ndarray, ...]:
    """Gamma and beta functions and their derivatives, computed once per distinct frequency: there are only dozens."""
    x, position = histories.frequency_levels
    value = gammaln(r + x) - gammaln(r) + gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
    by_r = digamma(r + x) - digamma(r)
    by_a = digamma(a + b) - digamma(a + b + x)
    by_b = by_a + digamma(b + x) - digamma(b)
    return value[position], by_r[position], by_a[position], by_b[position]
