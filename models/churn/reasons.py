"""Why a customer has his churn probability: what it would be if one thing about him were usual."""

import numpy as np
import pandas as pd

REASONS = 3
# Only the features that matter most are tried on every customer: each costs one more scoring of all of them.
REASON_FEATURES = 12
SAMPLE = 2_000


def reference_values(rows: pd.DataFrame, features: list[str]) -> dict[str, float]:
    """The usual customer: the median of each feature that has values."""
    medians = rows[features].median().dropna()
    return {name: float(value) for name, value in medians.items()}


def strongest_features(classifier, rows: pd.DataFrame, features: list[str], reference: dict[str, float]) -> list[str]:
    """The features with the largest mean absolute effect on an evenly spaced sample of `rows`."""
    sample = rows[features].iloc[:: max(1, len(rows) // SAMPLE)]
    mean_effects = np.abs(effects(classifier, sample, features, reference, list(reference))).mean(axis=0)
    order = np.argsort(-mean_effects, kind="stable")[:REASON_FEATURES]
    return [list(reference)[position] for position in order if mean_effects[position] > 0]


def effects(
    classifier, rows: pd.DataFrame, features: list[str], reference: dict[str, float], tried: list[str]
) -> np.ndarray:
    """Change of the log odds of churn, before their calibration, that each tried feature makes, shape (n, len(tried)).

    It is the log odds as they are less those with the one feature at its reference value and all others kept. Of the
    logistic regression that is its exact term b (f(x) - f(reference)); of a tree it is a local what-if in which
    features that act together each get the whole joint effect. What is missing is no reason: its effect is 0.
    """
    actual = classifier.decision_function(rows[features])
    result = np.zeros((len(rows), len(tried)))
    for position, name in enumerate(tried):
        is_unusual = (rows[name].notna() & (rows[name] != reference[name])).to_numpy()
        if is_unusual.any():
            usual = rows.loc[is_unusual, features].assign(**{name: reference[name]})
            result[is_unusual, position] = actual[is_unusual] - classifier.decision_function(usual)
    return result


def top_reasons(values: pd.DataFrame, effect: np.ndarray) -> dict[str, np.ndarray]:
    """Columns `reason_1`, its direction, value and effect, and so on, of the tried features; null where none is left.

    `values` has the tried features as columns, `effect` the same shape. Strongest effects first, whatever their sign.
    """
    order = np.argsort(-np.abs(effect), axis=1, kind="stable")[:, :REASONS]
    columns = {}
    for rank in range(REASONS):
        if rank >= effect.shape[1]:
            columns |= _no_reason(rank + 1, len(values))
            continue
        chosen = order[:, rank]
        rows = np.arange(len(values))
        strength = effect[rows, chosen]
        is_one = strength != 0
        name = values.columns.to_numpy(dtype=object)[chosen]
        columns[f"reason_{rank + 1}"] = np.where(is_one, name, None)
        direction = np.where(strength > 0, "raises", "lowers").astype(object)
        columns[f"reason_{rank + 1}_direction"] = np.where(is_one, direction, None)
        columns[f"reason_{rank + 1}_value"] = np.where(is_one, values.to_numpy()[rows, chosen], np.nan)
        columns[f"reason_{rank + 1}_effect"] = np.where(is_one, strength, np.nan).round(4)
    return columns


def _no_reason(rank: int, rows: int) -> dict[str, np.ndarray]:
    texts, numbers = np.full(rows, None, dtype=object), np.full(rows, np.nan)
    return {
        f"reason_{rank}": texts,
        f"reason_{rank}_direction": texts,
        f"reason_{rank}_value": numbers,
        f"reason_{rank}_effect": numbers,
    }
