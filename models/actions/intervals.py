"""Confidence intervals of the difference between two groups."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

LEVEL = 0.95
POWER = 0.8
FEWEST = 10


@dataclass(frozen=True)
class Interval:
    """A difference and its 95 % interval; NaN where a group is too small."""

    difference: float
    low: float
    high: float


UNKNOWN = Interval(np.nan, np.nan, np.nan)


def difference_of_rates(successes: int, count: int, other_successes: int, other_count: int) -> Interval:
    """Rate of the first group less that of the second, by Newcombe's hybrid score interval (1998, method 10).

    It keeps its coverage for small groups and rates near 0 or 1, where the usual one fails.
    """
    if min(count, other_count) < FEWEST:
        return UNKNOWN
    first, second = successes / count, other_successes / other_count
    (low1, high1), (low2, high2) = _wilson(successes, count), _wilson(other_successes, other_count)
    difference = first - second
    return Interval(
        difference,
        difference - float(np.hypot(first - low1, high2 - second)),
        difference + float(np.hypot(high1 - first, second - low2)),
    )


def difference_of_means(values, other_values) -> Interval:
    """Mean of the first sample less that of the second, by Welch's t interval."""
    first, second = np.asarray(values, dtype=float), np.asarray(other_values, dtype=float)
    if min(len(first), len(second)) < FEWEST:
        return UNKNOWN
    difference = float(first.mean() - second.mean())
    if first.var() == 0 and second.var() == 0:
        return Interval(difference, difference, difference)
    interval = stats.ttest_ind(first, second, equal_var=False).confidence_interval(LEVEL)
    return Interval(difference, float(interval.low), float(interval.high))


def detectable_difference(successes: int, count: int, other_successes: int, other_count: int) -> float:
    """The smallest true difference of rates that groups of this size would show in 80 % of cases; NaN if too small."""
    if min(count, other_count) < FEWEST:
        return np.nan
    rate = (successes + other_successes) / (count + other_count)
    spread = stats.norm.ppf(0.5 + LEVEL / 2) + stats.norm.ppf(POWER)
    return float(spread * np.sqrt(rate * (1 - rate) * (1 / count + 1 / other_count)))


def _wilson(successes: int, count: int) -> tuple[float, float]:
    z = stats.norm.ppf(0.5 + LEVEL / 2)
    rate = successes / count
    centre = (rate + z**2 / (2 * count)) / (1 + z**2 / count)
    half = z / (1 + z**2 / count) * np.sqrt(rate * (1 - rate) / count + z**2 / (4 * count**2))
    return float(centre - half), float(centre + half)
