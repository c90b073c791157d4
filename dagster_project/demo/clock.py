"""Simulated time: days since 2024-01-01 00:00 in the company's timezone; purchases run in operational days.

Season and weekday are a monotone warp of operational time, so BG/NBD stays exact in operational time and nearly so
in calendar time.
"""

from datetime import date, timedelta
from functools import cache

import numpy as np
import pyarrow as pa

EPOCH = date(2024, 1, 1)
HISTORY_DAYS = 731
HORIZON_DAYS = 120
TOTAL_DAYS = HISTORY_DAYS + HORIZON_DAYS
LAST_HISTORY_DAY = HISTORY_DAYS - 1
MINUTES = 1440
UTC_OFFSET_MINUTES = 480
NEVER = np.iinfo(np.int64).max // 4

_WEEKDAY = np.array([1.0, 0.97, 0.97, 1.0, 1.06, 1.04, 0.96])
_MONTH = np.array([0.98, 0.94, 1.0, 1.0, 1.02, 1.03, 0.98, 0.98, 1.01, 1.0, 1.06, 1.0])
_PEAKS = (("2024-02-07", 8, 0.7), ("2025-01-26", 8, 0.7), ("2026-02-14", 8, 0.7))
_SALES = (("2024-06-16", 3, 1.4), ("2024-11-09", 3, 1.5), ("2025-06-16", 3, 1.4), ("2025-11-09", 3, 1.5))
# Share of a day's orders placed before each hour; the shop sleeps at night.
_HOUR_SHARE = np.array([0.0, 0.02, 0.10, 0.42, 0.55, 0.80, 0.97, 1.0])
_HOUR = np.array([0.0, 7.0, 9.0, 12.0, 14.0, 19.0, 23.0, 24.0])


def day_number(day: date | str) -> int:
    """Days since the epoch of a date or ISO text."""
    return (date.fromisoformat(day) - EPOCH).days if isinstance(day, str) else (day - EPOCH).days


def day_date(number: int) -> date:
    return EPOCH + timedelta(days=number)


@cache
def operational_days(*incidents: tuple[str, int, float]) -> np.ndarray:
    """Operational time at the start of each day, (TOTAL_DAYS + 1,); an incident is first day, days, intensity left.

    What is not bought during an incident is bought in the days after it, twice as many.
    """
    days = np.datetime64(EPOCH) + np.arange(TOTAL_DAYS)
    weekday = (days.astype("datetime64[D]").view(np.int64) + 3) % 7
    intensity = _WEEKDAY[weekday] * _MONTH[days.astype("datetime64[M]").view(np.int64) % 12]
    for first, length, factor in _PEAKS + _SALES:
        intensity[day_number(first) : day_number(first) + length] *= factor
    intensity /= intensity.mean()
    for first_day, length, left in incidents:
        first = day_number(first_day)
        lost = intensity[first : first + length].sum() * (1 - left)
        intensity[first : first + length] *= left
        intensity[first + length : first + 3 * length] += lost / (2 * length)
    return np.concatenate([[0.0], np.cumsum(intensity)])


def calendar_minutes(operational: np.ndarray, warp: np.ndarray) -> np.ndarray:
    """Whole local minutes since the epoch at which operational times happen, hours following the opening pattern."""
    days = np.interp(operational, warp, np.arange(TOTAL_DAYS + 1.0))
    whole = np.minimum(np.floor(days), TOTAL_DAYS - 1)
    hours = np.interp(days - whole, _HOUR_SHARE, _HOUR)
    return (whole * MINUTES + np.minimum(np.floor(hours * 60), MINUTES - 1)).astype(np.int64)


def timestamps(minutes: np.ndarray, seconds: np.ndarray | int = 0, *, utc: bool = False) -> pa.Array:
    """Arrow timestamps (seconds) of local minutes; NEVER and negatives become null."""
    absent = (minutes >= NEVER) | (minutes < 0)
    local = np.where(absent, 0, minutes) - (UTC_OFFSET_MINUTES if utc else 0)
    values = local * 60 + seconds + np.datetime64(EPOCH, "s").view(np.int64)
    return pa.array(values.astype("datetime64[s]"), mask=absent)
