"""Empirical Bayes for normal means: a customer's own mean, pulled towards that of all while he has few observations."""

from dataclasses import dataclass

import numpy as np

SMALLEST = 1e-3


@dataclass(frozen=True)
class Population:
    """Mean of the customers' means, variance between customers, variance within a customer."""

    mean: float
    between: float
    within: float

    def posterior(self, count: np.ndarray, mean: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Mean and variance of each customer's true mean; count 0 (mean NaN) gives the population's."""
        precision = count / self.within + 1 / self.between
        own = np.where(count > 0, count * np.nan_to_num(mean), 0.0) / self.within
        return (own + self.mean / self.between) / precision, 1 / precision


def estimate_population(count: np.ndarray, mean: np.ndarray, deviation: np.ndarray) -> Population | None:
    """Moments of Morris (1983) over customers with `count` observations; None without two customers to compare.

    `deviation` is the sample standard deviation, NaN below two observations.
    """
    known = count > 0
    if known.sum() < 2:
        return None
    repeated = (count > 1) & ~np.isnan(deviation)
    degrees = (count[repeated] - 1).sum()
    within = float(((count[repeated] - 1) * deviation[repeated] ** 2).sum() / degrees) if degrees else 0.0
    within = max(within, SMALLEST)
    spread = float(mean[known].var(ddof=1)) - within * float((1 / count[known]).mean())
    return Population(float(mean[known].mean()), max(spread, SMALLEST), within)
