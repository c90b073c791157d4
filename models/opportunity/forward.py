"""Validation forward in time: a deal is predicted from deals that had ended before it was opened."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import Pipeline

from models.errors import FitRefusedError

STARTS = (0.4, 0.6, 0.8)
LEAK_AUC = 0.97


def forward_predictions(
    deals: pd.DataFrame, features: pd.DataFrame, *, make: Callable[[], Pipeline], minimum_training: int = 20
) -> pd.DataFrame:
    """Predictions of the last 60 % of deals in three steps, each trained on what had closed when the step began.

    `deals` in order of created_on, `features` row by row beside it. Columns: won, raw, base_rate (the win rate known
    then), position (among `deals`), closed_day (ordinal). Raises FitRefusedError if no step has both outcomes to train
    on, or none to test on.
    """
    opened = deals["created_on"]
    starts = [opened.iloc[int(len(deals) * share)] for share in STARTS]
    ends = [*starts[1:], opened.max() + pd.Timedelta(days=1)]
    parts = []
    for start, end in zip(starts, ends, strict=True):
        known = (deals["closed_on"] < start).to_numpy()
        later = ((opened >= start) & (opened < end)).to_numpy()
        won = deals.loc[known, "won"]
        if known.sum() < minimum_training or won.nunique() < 2 or not later.any():
            continue
        raw = make().fit(features[known], won).predict_proba(features[later])[:, 1]
        parts.append(
            pd.DataFrame(
                {
                    "won": deals.loc[later, "won"],
                    "raw": raw,
                    "base_rate": won.mean(),
                    "position": np.flatnonzero(later),
                    "closed_day": [day.toordinal() for day in deals.loc[later, "closed_on"]],
                }
            )
        )
    if not parts:
        raise FitRefusedError("too few deals had closed before later ones were opened to validate forward in time")
    predictions = pd.concat(parts, ignore_index=True)
    if predictions["won"].nunique() < 2:
        raise FitRefusedError("the later deals were all won, or all lost: nothing can be validated on them")
    return predictions


def refuse_leaking_features(features: pd.DataFrame, won: pd.Series) -> None:
    """Raise FitRefusedError if one feature alone all but tells the end: it was written after the deal was decided."""
    for name in features:
        known = features[name].notna()
        if won[known].nunique() < 2:
            continue
        auc = roc_auc_score(won[known], features.loc[known, name])
        if max(auc, 1 - auc) > LEAK_AUC:
            raise FitRefusedError(f"{name} alone ranks won before lost deals (AUC {auc:.3f}): it knows the end")


def logit(probability):
    """log(p / (1 - p)), kept finite."""
    clipped = np.clip(probability, 1e-6, 1 - 1e-6)
    return np.log(clipped / (1 - clipped))
