"""Every KPI of a company, separated period by period."""

from datetime import date

import numpy as np
import pandas as pd

from models.trend.calendar import calendar_effects, incident_share
from models.trend.decomposition import Separation, is_long_enough, separate

SERIES = ["metric", "metric_kind", "dimension", "dimension_value", "period_grain"]
WEEKLY_DIMENSIONS = ("macro_region", "sales_channel")  # where an incident is too small to be seen in the total
COLUMNS = [*SERIES, "period_starts_on", "period_ends_on", "numerator", "denominator", "value"]
COLUMNS += [
    "trend_value",
    "season_value",
    "calendar_value",
    "expected_value",
    "expected_low",
    "expected_high",
    "z_score",
]
COLUMNS += ["is_left_out"]
LEFT_OUT_SHARE = 0.5  # a period is kept out of the baseline if known incidents cover so much of it
# A trend's beginning rests on what follows alone and bends with the rise of a young company: so many are not judged.
RUN_UP = {"day": 28, "week": 4, "month": 4}
PANDAS_GRAIN = {"day": "D", "week": "W-SUN", "month": "M"}


def separate_kpis(kpis: pd.DataFrame, days: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """One row per KPI, dimension value, grain and period that is over by `as_of`.

    `kpis` is features.ftr_kpis, `days` is features.ftr_kpi_days. The whole company by day, week and month, the
    values of a few dimensions by week. A count or amount without a row in a period of its series is 0; a ratio without
    one has no value and no row. Where a series is too short for a baseline, trend, season and band are empty; the first
    periods of a series (`RUN_UP`) have no band.
    """
    days = days.assign(date_on=pd.to_datetime(days["date_on"]), is_incident=days["is_incident"].astype(bool))
    kpis = kpis.assign(period_starts_on=pd.to_datetime(kpis["period_starts_on"]))
    is_weekly = kpis["dimension"].isin(WEEKLY_DIMENSIONS) & (kpis["period_grain"] == "week")
    kpis = kpis[(kpis["dimension"] == "all") | is_weekly].sort_values([*SERIES, "period_starts_on"])
    first_day = kpis[kpis["period_grain"] == "day"].groupby("metric")["period_starts_on"].min()
    threshold = float(days["anomaly_z"].iloc[0]) if len(days) else 3.0
    parts = []
    for key, rows in kpis.groupby(SERIES, sort=True):
        periods = _closed_periods(key[4], first_day[key[0]], pd.Timestamp(as_of))
        if len(periods):
            parts.append(_separated(dict(zip(SERIES, key, strict=True)), rows, periods, days, threshold))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)


def _closed_periods(grain: str, first: pd.Timestamp, as_of: pd.Timestamp) -> pd.PeriodIndex:
    """Periods that began with or after the first day of the data and are over."""
    periods = pd.period_range(first, as_of, freq=PANDAS_GRAIN[grain])
    return periods[(periods.start_time >= first) & (periods.end_time.normalize() <= as_of)]


def _separated(
    key: dict[str, str], rows: pd.DataFrame, periods: pd.PeriodIndex, days: pd.DataFrame, threshold: float
) -> pd.DataFrame:
    starts, ends = periods.start_time.normalize(), periods.end_time.normalize()
    frame = rows.set_index("period_starts_on")[["numerator", "denominator", "value"]].astype(float).reindex(starts)
    if key["metric_kind"] != "ratio":
        frame[["numerator", "value"]] = frame[["numerator", "value"]].fillna(0.0)
    left_out = incident_share(days, starts=starts, ends=ends) >= LEFT_OUT_SHARE
    table = pd.DataFrame(key, index=range(len(starts))).assign(
        period_starts_on=starts, period_ends_on=ends, **{name: frame[name].to_numpy() for name in frame}
    )
    table["is_left_out"] = left_out
    values = table["value"].to_numpy(float)
    if is_long_enough(np.where(left_out, np.nan, values), key["period_grain"]):
        found = separate(
            values,
            kind=key["metric_kind"],
            grain=key["period_grain"],
            effects=calendar_effects(days, starts=starts, ends=ends),
            weights=np.nan_to_num(table["denominator"].to_numpy(float)),
            left_out=left_out,
            z=threshold,
        )
        table = table.assign(**_columns(found))
        table.loc[: RUN_UP[key["period_grain"]] - 1, ["expected_low", "expected_high", "z_score"]] = np.nan
    return table.reindex(columns=COLUMNS)[np.isfinite(values)]


def _columns(found: Separation) -> dict[str, np.ndarray]:
    return {
        "trend_value": found.trend,
        "season_value": found.season,
        "calendar_value": found.calendar,
        "expected_value": found.expected,
        "expected_low": found.low,
        "expected_high": found.high,
        "z_score": found.z,
    }
