"""Drift of features and scores against the day a model was trained, by the population stability index."""

from typing import Any

import numpy as np
import pandas as pd

BINS = 10
# An empty bin counts as this share: the index would be infinite otherwise.
FLOOR = 1e-3


def reference_bins(frame: pd.DataFrame, columns: list[str]) -> dict[str, dict[str, Any]]:
    """Edges of ten bins of about equal size and the share of rows in each, the missing ones last, by column."""
    reference = {}
    for name in columns:
        values = pd.to_numeric(frame[name]).to_numpy(dtype=float)
        known = values[np.isfinite(values)]
        edges = np.unique(np.quantile(known, np.linspace(0, 1, BINS + 1)[1:-1])) if known.size else np.array([])
        reference[name] = {"edges": edges.tolist(), "shares": _shares(values, edges).tolist()}
    return reference


def drift(reference: dict[str, dict[str, Any]], frame: pd.DataFrame) -> dict[str, float]:
    """Population stability index of every reference column that the frame has: below 0.1 stable, from 0.25 on drifted.

    Sum over bins of (now - then) ln(now / then), in the bins of the reference (Siddiqi 2006, ch. 8). A frame without
    rows has no index.
    """
    if frame.empty:
        return {}
    indices = {}
    for name, bins in reference.items():
        if name in frame:
            values = pd.to_numeric(frame[name]).to_numpy(dtype=float)
            now = np.maximum(_shares(values, np.asarray(bins["edges"])), FLOOR)
            then = np.maximum(np.asarray(bins["shares"]), FLOOR)
            indices[name] = round(float(((now - then) * np.log(now / then)).sum()), 6)
    return indices


def _shares(values: np.ndarray, edges: np.ndarray) -> np.ndarray:
    is_known = np.isfinite(values)
    position = np.where(is_known, np.searchsorted(edges, np.where(is_known, values, 0), side="left"), len(edges) + 1)
    return np.bincount(position, minlength=len(edges) + 2) / max(1, len(values))
