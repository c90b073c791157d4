"""The published evaluation of a churn model: one long table out of its metrics, so that an old model keeps its own."""

from typing import Any

import numpy as np
import pandas as pd

from models.tables.churn import TABLES

COLUMNS = tuple(TABLES["churn_evaluation"])
DECILES = 10
SEGMENTS = {0.0: "consumer", 1.0: "business"}


def lift_table(is_churned, probability) -> list[dict[str, float]]:
    """Per tenth of the customers, riskiest first: churn rate over the overall rate, and churners found so far."""
    y, p = np.asarray(is_churned, dtype=float), np.asarray(probability, dtype=float)
    ranked = y[np.argsort(-p, kind="stable")]
    parts = np.array_split(ranked, DECILES)
    found = np.cumsum([part.sum() for part in parts])
    overall = y.mean()
    return [
        {
            "decile": number,
            "rows": len(part),
            "lift": part.mean() / overall if len(part) and overall > 0 else None,
            "found": total / y.sum() if y.sum() else None,
        }
        for number, (part, total) in enumerate(zip(parts, found, strict=True), start=1)
    ]


def segment_names(rows: pd.DataFrame) -> pd.Series:
    """Customer type as a word, of rows of `read_features`."""
    if "is_business" not in rows:
        return pd.Series("all", index=rows.index)
    return rows["is_business"].map(SEGMENTS).fillna("unknown")


def evaluation_table(metrics: dict[str, Any], *, model_version: str) -> pd.DataFrame:
    """The rows of `churn_evaluation` out of the metrics that `train_churn` left in the metadata.

    None where the model was measured on the rows it was fitted on: that tells nothing of later data.
    """
    rows = []
    for entry in metrics.get("origins") or []:
        rows += _cells("estimator", entry["estimator"], entry, skip=("estimator",), cutoff_on=entry["cutoff_on"])
    validated_on = ((metrics.get("windows") or {}).get("validate") or [None])[0]
    judged = (metrics.get("model") or {}) if validated_on else {}
    for number, entry in enumerate(judged.get("calibration") or [], start=1):
        rows += _cells("calibration", f"bin {number}", entry, cutoff_on=validated_on)
    for entry in metrics.get("lift") or []:
        rows += _cells("lift", f"decile {entry['decile']}", entry, skip=("decile",), cutoff_on=validated_on)
    for entry in metrics.get("cuts") or []:
        rows += _cells("cut", f"{entry['cut']:.2f}", entry, skip=("cut",), cutoff_on=validated_on)
    for name, entry in (metrics.get("segments") or {}).items():
        rows += _cells("segment", name, entry, skip=("calibration",), cutoff_on=validated_on)
    return pd.DataFrame(rows, columns=[name for name in COLUMNS if name != "model_version"]).assign(
        model_version=model_version
    )[list(COLUMNS)]


def _cells(evaluation: str, subject: str, entry: dict, *, cutoff_on, skip: tuple[str, ...] = ()) -> list[dict]:
    return [
        {"evaluation": evaluation, "subject": subject, "cutoff_on": cutoff_on, "metric": metric, "value": value}
        for metric, value in entry.items()
        if metric not in (*skip, "cutoff_on")
    ]
