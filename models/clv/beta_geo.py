"""BG/NBD: how often a customer will buy again, and whether he is still one."""

import numpy as np
from scipy.special import expit
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from models.clv.beta_geo_expectation import purchases_if_alive
from models.clv.beta_geo_likelihood import log_likelihood
from models.clv.history import PurchaseHistories, as_histories, checked, distinct_pairs
from models.clv.maximum_likelihood import best_start, covariance, estimate
from models.errors import FitRefusedError

PARAMETERS = ("r", "alpha", "a", "b")
# r, alpha (in units of the greatest age), a, b: heavy and light buyers, early and late drop-out.
STARTS = ((0.3, 0.1, 0.8, 2.5), (1.0, 0.5, 1.0, 1.0), (0.5, 0.3, 0.1, 5.0), (3.0, 0.5, 2.0, 8.0))
# Starts compete on about this many cells, the winner is finished on all: a fifth of the time of searching on all.
COMPETITION_CELLS = 5_000


class BetaGeoModel(BaseEstimator):
    """BG/NBD of Fader, Hardie & Lee (2005), fitted by maximum likelihood.

    While alive a customer buys at a rate that is gamma(r, alpha) over customers; after each repeat purchase he leaves
    with a probability that is beta(a, b) over customers. Time may have any unit; alpha has the unit of the data fitted.

    Attributes: r_, alpha_, a_, b_, log_likelihood_, n_customers_, covariance_ (of the log parameters).
    """

    PARAMETER_ATTRIBUTES = ("r_", "alpha_", "a_", "b_")

    def fit(self, frequency, recency, age) -> "BetaGeoModel":
        """Estimate from n customers' repeat purchases, time of the last one and age, both since the first purchase.

        Raises FeatureFrameError on contradictory histories, FitRefusedError if the data do not carry the model.
        """
        histories = as_histories(frequency, recency, age)
        if not histories.customers or not (histories.frequency > 0).any():
            raise FitRefusedError("BG/NBD: nobody bought again, so purchase rate and drop-out are not identified")
        unit = histories.age.max()
        scaled = histories.scaled(unit)
        sample = scaled.every(max(1, scaled.count.size // COMPETITION_CELLS))
        try:
            start = best_start(_objective(sample), STARTS)
            found = estimate(_objective(scaled), start, PARAMETERS)
        except FitRefusedError as refusal:
            raise FitRefusedError(f"BG/NBD on {histories.customers} customers: {refusal}") from refusal
        self.r_, alpha, self.a_, self.b_ = (float(value) for value in found.parameters)
        self.alpha_ = float(alpha * unit)
        self.n_customers_ = histories.customers
        self.covariance_ = covariance(_objective(sample), np.log(found.parameters), histories.customers)
        self.log_likelihood_ = float(np.dot(histories.count, log_likelihood(self._parameters(), histories)[0]))
        return self

    def negative_log_likelihood(self, frequency, recency, age) -> float:
        """Of n customers under the fitted parameters, in the unit of time of the fit (eq. 7)."""
        histories = as_histories(frequency, recency, age)
        return -float(np.dot(histories.count, log_likelihood(self._parameters(), histories)[0]))

    def probability_alive(self, frequency, recency, age) -> np.ndarray:
        """Probability of shape (n,) that a customer may still buy; 1 before any repeat purchase.

        Fader, Hardie & Lee (2008), Computing P(alive) Using the BG/NBD Model.
        """
        r, alpha, a, b = self._parameters()
        x, t_x, T = checked(frequency, recency, age)
        bought_again = x > 0
        log_odds_gone = (
            np.log(a) - np.log(np.where(bought_again, b + x - 1, 1)) + (r + x) * np.log((alpha + T) / (alpha + t_x))
        )
        return np.where(bought_again, expit(-log_odds_gone), 1.0)

    def expected_purchases(self, horizon: float, frequency, recency, age) -> np.ndarray:
        """Expected purchases of shape (n,) in (T, T + horizon] given each history (eq. 10)."""
        x, t_x, T = checked(frequency, recency, age)
        levels, ages, position = distinct_pairs(x, T)
        return self.purchases_if_alive(horizon, levels, ages)[position] * self.probability_alive(x, t_x, T)

    def purchases_if_alive(self, horizon, frequency, age) -> np.ndarray:
        """Expected purchases in (T, T + horizon] of somebody who is still a customer; arguments broadcast."""
        return purchases_if_alive(self._parameters(), horizon, frequency, age)

    def expected_purchases_of_new_customer(self, horizon) -> np.ndarray:
        """Expected repeat purchases in (0, horizon] of somebody just won (eq. 9); horizon of any shape."""
        horizon = np.asarray(horizon, dtype=float)
        return purchases_if_alive(self._parameters(), horizon, np.zeros_like(horizon), np.zeros_like(horizon))

    def _parameters(self) -> np.ndarray:
        check_is_fitted(self, "r_")
        return np.array([self.r_, self.alpha_, self.a_, self.b_])


def _objective(histories: PurchaseHistories):
    def mean_negative_log_likelihood(log_parameters: np.ndarray) -> tuple[float, np.ndarray]:
        parameters = np.exp(log_parameters)
        value, gradient = log_likelihood(parameters, histories)
        weight = histories.count / histories.count.sum()
        return -float(weight @ value), -(gradient @ weight) * parameters

    return mean_negative_log_likelihood
