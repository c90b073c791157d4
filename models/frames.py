"""Checks on feature frames that every model shares."""

from collections.abc import Iterable

import pandas as pd

from models.errors import FeatureFrameError


def require_columns(frame: pd.DataFrame, names: Iterable[str], *, table: str) -> None:
    """Raise FeatureFrameError that names the columns of `table` which the frame lacks."""
    missing = [name for name in names if name not in frame.columns]
    if missing:
        raise FeatureFrameError(f"{table} lacks the columns: {', '.join(missing)}")
