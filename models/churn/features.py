"""Reading features.ftr_churn: numeric features, labels, and the assertion that no feature knows the future."""

import numpy as np
import pandas as pd

from models.errors import FeatureFrameError, LeakageError
from models.frames import require_columns

TABLE = "features.ftr_churn"
KEY = ["customer_id", "cutoff_on"]
REQUIRED = ("customer_id", "cutoff_on", "is_churned", "latest_event_at")
# What came after the cut-off, labels and times for a survival model, and what the window ahead of it holds.
OUTCOMES = ("days_to_next_order", "days_to_contract_end", "churn_window_days", "usual_window_days")
DEFINITION, CONTRACTUAL = "churn_definition", "contractual"
NOT_FEATURES = (*REQUIRED, *OUTCOMES, DEFINITION)
RECENCY = "recency_days"


def read_features(frame: pd.DataFrame, *, timezone: str) -> pd.DataFrame:
    """The frame with cut-offs as timestamps, labels as 0, 1 or NaN, all else as float; infinities become NaN.

    `timezone` is that of the business dates; latest_event_at is UTC.
    Raises FeatureFrameError on missing columns or values that are not numbers, LeakageError if an event used is later
    than its cut-off.
    """
    require_columns(frame, (*REQUIRED, RECENCY), table=TABLE)
    cutoff_on = pd.to_datetime(frame["cutoff_on"]).astype("datetime64[us]")
    refuse_leakage(cutoff_on, pd.to_datetime(frame["latest_event_at"]), timezone=timezone)
    columns = {"customer_id": frame["customer_id"].astype(str), "cutoff_on": cutoff_on}
    columns["is_churned"] = frame["is_churned"].astype(object).map({True: 1.0, False: 0.0}).astype(float)
    for name in [*(name for name in OUTCOMES if name in frame.columns), *feature_names(frame)]:
        try:
            columns[name] = pd.to_numeric(frame[name]).astype(float).replace([np.inf, -np.inf], np.nan)
        except (TypeError, ValueError) as not_numbers:
            raise FeatureFrameError(f"{TABLE}.{name} is not numeric: {frame[name].dtype}") from not_numbers
    return pd.DataFrame(columns)


def feature_names(frame: pd.DataFrame) -> list[str]:
    """Every column that is not key, outcome or guard, in the frame's order: a new feature needs no change here."""
    return [name for name in frame.columns if name not in NOT_FEATURES]


def is_contractual(frame: pd.DataFrame) -> bool:
    """Whether churn is the end of a contract rather than a silence, of features.ftr_churn."""
    return DEFINITION in frame and bool((frame[DEFINITION] == CONTRACTUAL).any())


def refuse_leakage(cutoff_on: pd.Series, latest_event_at: pd.Series, *, timezone: str) -> None:
    """Raise LeakageError if an event is not before the end of the cut-off day in `timezone`; events are UTC."""
    end_of_day = (cutoff_on + pd.Timedelta(days=1)).dt.tz_localize(timezone).dt.tz_convert("UTC").dt.tz_localize(None)
    if latest_event_at.dt.tz is not None:
        latest_event_at = latest_event_at.dt.tz_convert("UTC").dt.tz_localize(None)
    leaking = latest_event_at >= end_of_day
    if leaking.any():
        cutoffs = ", ".join(sorted({str(day.date()) for day in cutoff_on[leaking]})[:3])
        raise LeakageError(
            f"{int(leaking.sum())} of {len(leaking)} rows of {TABLE} use events after the end of their cut-off day "
            f"(cut-offs {cutoffs}, timezone {timezone}): the features would know the answer"
        )
