"""How good probabilities of churn are: ranking, sharpness, calibration."""

from typing import Any

import numpy as np
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score

BINS = 10
DIGITS = 6


def probability_metrics(is_churned, probability) -> dict[str, Any]:
    """AUC, average precision, log loss, Brier score, expected calibration error and the calibration table behind it.

    Labels 0 or 1 and probabilities, both of shape (n,). AUC and average precision are None if only one class occurs.
    """
    y, p = np.asarray(is_churned, dtype=int), np.asarray(probability, dtype=float)
    both_classes = 0 < y.sum() < len(y)
    table = calibration_table(y, p)
    error = sum(bin_["rows"] * abs(bin_["mean_predicted"] - bin_["observed"]) for bin_ in table) / len(y)
    return {
        "rows": len(y),
        "churn_rate": _rounded(y.mean()),
        "auc": _rounded(roc_auc_score(y, p)) if both_classes else None,
        "average_precision": _rounded(average_precision_score(y, p)) if both_classes else None,
        "log_loss": _rounded(log_loss(y, p, labels=[0, 1])),
        "brier": _rounded(brier_score_loss(y, p)),
        "expected_calibration_error": _rounded(error),
        "calibration": table,
    }


def calibration_table(y: np.ndarray, p: np.ndarray) -> list[dict[str, Any]]:
    """Mean prediction and observed rate in up to ten bins of about equal size; equal predictions share a bin."""
    edges = np.unique(np.quantile(p, np.linspace(0, 1, BINS + 1)[1:-1]))
    position = np.searchsorted(edges, p, side="left")
    table = []
    for index in np.unique(position):
        inside = position == index
        table.append(
            {
                "rows": int(inside.sum()),
                "mean_predicted": _rounded(p[inside].mean()),
                "observed": _rounded(y[inside].mean()),
            }
        )
    return table


def _rounded(value: float) -> float:
    return round(float(value), DIGITS)
