"""Scaled behaviour: what the clusters are found in."""

import numpy as np
import pandas as pd

from models.frames import require_columns

TABLE = "features.ftr_segments"
LOGGED = ("recency_days", "tenure_days", "order_count", "monetary_amount", "average_order_amount", "category_count")
SHARES = ("discount_order_share", "online_share", "complaints_per_order")
FEATURES = (*LOGGED, *SHARES)
FURTHEST = 3.0


def behaviour(frame: pd.DataFrame) -> pd.DataFrame:
    """Features of shape (n, 9), amounts and counts as log(1 + x); NaN where a source is missing."""
    require_columns(frame, ("customer_id", "is_reachable", *FEATURES), table=TABLE)
    values = {name: pd.to_numeric(frame[name]).astype(float) for name in FEATURES}
    logged = {name: np.log1p(values[name].clip(lower=0)) for name in LOGGED}
    return pd.DataFrame({**logged, **{name: values[name] for name in SHARES}}, index=frame.index)


def scaled(values: pd.DataFrame, centre: pd.Series, spread: pd.Series) -> np.ndarray:
    """Standardised, missing values at the centre, nobody farther out than three deviations: one whale is no segment."""
    return ((values[spread.index] - centre) / spread).fillna(0).clip(-FURTHEST, FURTHEST).to_numpy()
