"""What a calendar does to a KPI, as regressors: the share of a period's days that are of each kind."""

import numpy as np
import pandas as pd

LEAST_PERIODS = 2  # an effect seen in fewer periods cannot be told from chance


def calendar_effects(days: pd.DataFrame, *, starts: pd.DatetimeIndex, ends: pd.DatetimeIndex) -> np.ndarray:
    """Share of the days of each period that are of each kind, shape (periods, kinds seen often enough).

    `days` has one row per date_on with days_from_spring_festival, holiday_name_en, is_working_day and is_promotion; a
    day that it does not have is an ordinary one. The spring festival moves through the solar year and works before it
    begins: its first days, those before and those after are kinds of their own.
    """
    kinds = _kinds(days)
    shares = np.column_stack([_share(days["date_on"], kinds[name], starts, ends) for name in kinds])
    return shares[:, (shares > 0).sum(axis=0) >= LEAST_PERIODS]


def incident_share(days: pd.DataFrame, *, starts: pd.DatetimeIndex, ends: pd.DatetimeIndex) -> np.ndarray:
    """Share of the days of each period that belong to a known incident, shape (periods,)."""
    return _share(days["date_on"], days["is_incident"].to_numpy(bool), starts, ends)


def _kinds(days: pd.DataFrame) -> dict[str, np.ndarray]:
    distance = days["days_from_spring_festival"].to_numpy(float)
    is_holiday = days["holiday_name_en"].notna().to_numpy() & ~days["is_working_day"].to_numpy(bool)
    near_spring_festival = (distance >= -7) & (distance <= 10)
    weekend = days["date_on"].dt.day_of_week.to_numpy() >= 5
    return {
        "week before spring festival": (distance >= -7) & (distance <= -4),
        "eve of spring festival": (distance >= -3) & (distance <= -1),
        "spring festival": (distance >= 0) & (distance <= 4),
        "after spring festival": (distance >= 5) & (distance <= 10),
        "other holiday": is_holiday & ~near_spring_festival,
        "make-up working day": days["is_working_day"].to_numpy(bool) & weekend,
        "promotion": days["is_promotion"].to_numpy(bool),
    }


def _share(dates: pd.Series, is_kind: np.ndarray, starts: pd.DatetimeIndex, ends: pd.DatetimeIndex) -> np.ndarray:
    chosen = np.sort(dates.to_numpy("datetime64[D]")[is_kind])
    first = np.searchsorted(chosen, starts.to_numpy("datetime64[D]"), side="left")
    last = np.searchsorted(chosen, ends.to_numpy("datetime64[D]"), side="right")
    return (last - first) / ((ends - starts).days.to_numpy() + 1)
