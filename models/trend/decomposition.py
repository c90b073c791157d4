"""One series into trend, season, calendar and remainder, with the band in which its values are expected."""

from dataclasses import dataclass

import numpy as np
from statsmodels.nonparametric.smoothers_lowess import lowess
from statsmodels.tsa.seasonal import STL

# Season in periods. Two years tell a yearly season from chance no better than one, so three are asked for.
SEASON_OF = {"day": 7, "week": 52, "month": 12}
LEAST_SEASONS = {"day": 4, "week": 3, "month": 3}
TREND_OF = {"day": 91, "week": 27, "month": 13}  # periods; far longer than the incidents that a trend must not follow
SEASONAL_SMOOTHER = 53
RIDGE = 0.5  # of a usual observation; shrinks an effect that few periods show
ROOT_SHIFT = {"count": 0.375, "amount": 0.0}
ROOT_DEVIATION = {
    "count": 0.5,
    "amount": 0.0,
}  # a Poisson count's root, shifted, has this one, whatever its mean (Anscombe 1948)


@dataclass(frozen=True)
class Separation:
    """Arrays of shape (periods,). value = trend + season + calendar + remainder, all in the unit of the KPI."""

    trend: np.ndarray
    season: np.ndarray
    calendar: np.ndarray
    low: np.ndarray
    high: np.ndarray
    z: np.ndarray

    @property
    def expected(self) -> np.ndarray:
        return self.trend + self.season + self.calendar


def separate(
    values: np.ndarray,
    *,
    kind: str,
    grain: str,
    effects: np.ndarray,
    weights: np.ndarray,
    left_out: np.ndarray,
    z: float,
) -> Separation:
    """STL (Cleveland and others 1990) and a regression on the calendar, in turns, robust against outliers.

    `values` (periods,) may hold NaN; `effects` (periods, kinds) is what `calendar_effects` gives; `weights` (periods,)
    say how many observations a ratio rests on; what is `left_out` shapes no baseline. `kind` is count, amount or ratio.
    Counts and amounts are separated as square roots: their scatter is even then, and season grows with the level.
    The band is `z` standard deviations wide on either side.
    """
    scaled = values if kind == "ratio" else np.sqrt(np.maximum(values, 0) + ROOT_SHIFT[kind])
    known = np.isfinite(scaled) & ~left_out
    trend, season, calendar = _in_turns(np.where(known, scaled, np.nan), grain, effects, is_root=kind != "ratio")
    middle = trend + season + calendar
    if kind == "ratio":
        width = _ratio_width(scaled - middle, weights, known)
        return Separation(trend, season, calendar, middle - z * width, middle + z * width, (scaled - middle) / width)
    deviation = max(1.4826 * np.median(np.abs((scaled - middle)[known])), ROOT_DEVIATION[kind], 1e-9)
    level, seasonal, whole = (np.maximum(part, 0) ** 2 for part in (trend, trend + season, middle))
    low, high = (
        np.maximum(np.maximum(middle + side * z * deviation, 0) ** 2 - ROOT_SHIFT[kind], 0) for side in (-1, 1)
    )
    # The mean of a square is the square of the mean and the variance.
    level += deviation**2 - ROOT_SHIFT[kind]
    return Separation(
        level, seasonal - np.maximum(trend, 0) ** 2, whole - seasonal, low, high, (scaled - middle) / deviation
    )


def _ratio_width(rest: np.ndarray, weights: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Standard deviation of a ratio in each period: its square falls with the observations that the ratio rests on.

    Not a robust one: most days of a ratio on few observations are at its end, 0 or 1, and half of them have no scatter.
    """
    usual = np.median(weights[known])
    precision = np.sqrt(np.where(weights > 0, weights, usual) / usual)
    return max(float(np.sqrt(np.mean((rest * precision)[known] ** 2))), 1e-9) / precision


def is_long_enough(values: np.ndarray, grain: str) -> bool:
    """Whether a series has enough known periods for a baseline worth its name."""
    return int(np.isfinite(values).sum()) >= {"day": 56, "week": 20, "month": 12}[grain]


def _in_turns(
    scaled: np.ndarray, grain: str, effects: np.ndarray, *, is_root: bool
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Robust in the last turn, which costs most; never for a ratio, whose robust middle is not its mean."""
    position, known = np.arange(len(scaled)), np.isfinite(scaled)
    calendar = np.zeros(len(scaled))
    for is_last in (False, True):
        plain = np.interp(position, position[known], (scaled - calendar)[known])
        trend, season = _trend_and_season(plain, grain, robust=is_last and is_root)
        rest = np.where(known, scaled - trend - season, 0.0)
        # What a holiday does to a count, it does to a share of it.
        grown = effects * (trend / np.median(trend))[:, None] if is_root else effects
        chosen = grown * known[:, None]
        usual = (chosen**2).sum(axis=0) / np.maximum((chosen > 0).sum(axis=0), 1)
        slopes = np.linalg.solve(chosen.T @ chosen + RIDGE * np.diag(np.maximum(usual, 1e-9)), chosen.T @ rest)
        calendar = grown @ slopes
    return trend, season, calendar


def _trend_and_season(plain: np.ndarray, grain: str, *, robust: bool) -> tuple[np.ndarray, np.ndarray]:
    period, count = SEASON_OF[grain], len(plain)
    if count >= period * LEAST_SEASONS[grain]:
        window = max(TREND_OF[grain], 2 * (period // 2) + 3)
        fitted = STL(plain, period=period, seasonal=SEASONAL_SMOOTHER, trend=window, robust=robust).fit()
        return np.asarray(fitted.trend), np.asarray(fitted.seasonal)
    share = min(1.0, TREND_OF[grain] / count)
    return lowess(plain, np.arange(count), frac=share, it=3 if robust else 0, return_sorted=False), np.zeros(count)
