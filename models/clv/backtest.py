"""How well a method foretold a hold-out: error, bias, rank, and a chart by tenths."""

from typing import Any

import numpy as np
from scipy.stats import rankdata
from sklearn.metrics import mean_tweedie_deviance

DECILES = 10
# Of the mean actual amount.
SMALLEST = 0.01


def backtest_metrics(actual, predicted) -> dict[str, Any]:
    """MAE, bias (predicted over actual total, less 1), Spearman, normalised Gini, deviance, mean amounts by tenth.

    Arguments of shape (n,) in the same currency; tenths by prediction, highest first.
    """
    y, p = np.asarray(actual, dtype=float), np.asarray(predicted, dtype=float)
    chart = [
        {"decile": number, "mean_predicted": _rounded(p[part].mean()), "mean_actual": _rounded(y[part].mean())}
        for number, part in enumerate(np.array_split(np.argsort(-p, kind="stable"), DECILES), start=1)
        if len(part)
    ]
    return {
        "customers": len(y),
        "mae": _rounded(np.abs(y - p).mean()),
        "bias": _rounded(p.sum() / y.sum() - 1) if y.sum() else None,
        "spearman": _rounded(_correlation(rankdata(y), rankdata(p))),
        "normalised_gini": normalised_gini(y, p),
        "deviance": deviance(y, p),
        "deciles": chart,
    }


def deviance(actual: np.ndarray, predicted: np.ndarray) -> float:
    """Mean Tweedie deviance of power 1.5, amounts in units of the mean actual one: lower is better.

    Amounts are zero or skewed, and the absolute error rewards who predicts too little; this loss is smallest for the
    expected value (Gneiting 2011). Negative amounts count as 0, and a prediction as a hundredth at least: nobody acts
    on less, and a single surprise would outweigh all others.
    """
    y = np.maximum(actual, 0)
    unit = y.mean() or 1.0
    return _rounded(mean_tweedie_deviance(y / unit, np.maximum(predicted / unit, SMALLEST), power=1.5))


def normalised_gini(actual: np.ndarray, predicted: np.ndarray) -> float | None:
    """Gini of the amounts in the order of the prediction over the Gini in their own order; 1 is a perfect order."""
    best = _gini(actual, actual)
    return _rounded(_gini(actual, predicted) / best) if best else None


def _gini(amounts: np.ndarray, order_by: np.ndarray) -> float:
    _, tie = np.unique(order_by, return_inverse=True)
    # Customers of equal prediction are in no order: each counts with the mean of all of them.
    even = (np.bincount(tie, weights=amounts) / np.bincount(tie))[tie]
    ranked = even[np.argsort(-order_by, kind="stable")]
    total = ranked.sum()
    if total == 0:
        return 0.0
    share = np.cumsum(ranked) / total
    return float((share - np.arange(1, len(ranked) + 1) / len(ranked)).sum() / len(ranked))


def _correlation(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.corrcoef(a, b)[0, 1]) if np.ptp(a) and np.ptp(b) else 0.0


def _rounded(value: float) -> float:
    return round(float(value), 6)
