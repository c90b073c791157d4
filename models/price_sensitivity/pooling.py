"""Partial pooling: what one customer shows, drawn towards what all show by as much as it is uncertain."""

from dataclasses import dataclass

import numpy as np
from scipy import stats
from scipy.optimize import brentq

LEVEL = 0.95


@dataclass(frozen=True)
class Population:
    """Mean of an effect over customers, its variance between them, the noise variance of one observation, and how
    uncertain the mean itself is (variance)."""

    mean: float
    between: float
    within: float
    uncertainty: float


@dataclass(frozen=True)
class Pooled:
    """Posterior mean, its standard deviation, and the 95 % interval of each customer; arrays of shape (n,)."""

    mean: np.ndarray
    deviation: np.ndarray
    low: np.ndarray
    high: np.ndarray


def population(effects: np.ndarray, precision: np.ndarray, within: float) -> Population:
    """Mean and variance between customers by the estimator of Paule and Mandel (1982).

    `effects` (n,) have the variance within / precision each. The variance between them is such that the weighted sum
    of squares about the mean is n - 1; 0 if the noise alone spreads them as far.
    """
    noise = within / precision

    def mean_at(between: float) -> float:
        return float(np.average(effects, weights=1 / (noise + between)))

    def excess(between: float) -> float:
        return float(((effects - mean_at(between)) ** 2 / (noise + between)).sum() - (len(effects) - 1))

    widest = float(np.var(effects)) * 10 + 1e-12
    between = brentq(excess, 0.0, widest) if excess(0.0) > 0 > excess(widest) else 0.0
    return Population(mean_at(between), float(between), float(within), float(1 / (1 / (noise + between)).sum()))


def pooled(effects: np.ndarray, precision: np.ndarray, known: Population) -> Pooled:
    """Posterior of each customer under normal errors; who has no precision (0) gets the population."""
    noise = np.divide(known.within, precision, out=np.full(len(precision), np.inf), where=precision > 0)
    trust = known.between / (known.between + noise) if known.between > 0 else np.zeros(len(noise))
    mean = known.mean + trust * (np.nan_to_num(effects) - known.mean)
    deviation = np.sqrt(known.between * (1 - trust) + known.uncertainty * (1 - trust) ** 2)
    reach = stats.norm.ppf((1 + LEVEL) / 2) * deviation
    return Pooled(mean, deviation, mean - reach, mean + reach)
