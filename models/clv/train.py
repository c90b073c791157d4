"""From features.ftr_clv to a described model."""

from datetime import date

import numpy as np
import pandas as pd

from models.clv.beta_geo import BetaGeoModel
from models.clv.comparison import MethodComparison
from models.clv.gamma_gamma import GammaGammaModel
from models.clv.group_value import GroupValue
from models.clv.lifetime_value import FEATURES, CustomerLifetimeValue
from models.clv.methods import BASELINES
from models.tables.clv import TABLES
from models.training import TrainedModel, described
from models.versioning import data_hash

UNAVAILABLE = "unavailable"


def train_clv(
    features: pd.DataFrame,
    *,
    as_of_date: date,
    model: CustomerLifetimeValue | None = None,
    backtest: pd.DataFrame | None = None,
    gaps: pd.DataFrame | None = None,
    backtest_before: pd.DataFrame | None = None,
) -> TrainedModel:
    """Fit the lifetime value on features.ftr_clv, one row per customer, and compare methods on `backtest` if given.

    `model` carries other parameters than the defaults. The tier is the method of the largest group, or `unavailable` if
    nobody can be valued. Raises FeatureFrameError on missing columns or impossible histories.
    """
    model = (model or CustomerLifetimeValue()).fit(
        features, backtest=backtest, gaps=gaps, backtest_before=backtest_before
    )
    groups = {name: _group_metrics(group, rows) for name, group, rows in _rows_by_group(model, features)}
    largest = max(groups.values(), key=lambda metrics: metrics["customers"], default=None)
    tier = largest["method"] if largest and model.is_available_ else UNAVAILABLE
    reasons = [f"{name}: {reason}" for name, group in model.groups_.items() for reason in group.reasons_]
    if not model.is_available_:
        reasons = ["no customer has a repeat purchase with a positive amount"]
    return described(
        model,
        name="clv",
        as_of_date=as_of_date,
        training_data=data_hash(features[["customer_id", "customer_type", *FEATURES]], key=["customer_id"]),
        trained_rows=len(features),
        features=list(FEATURES),
        metrics={"groups": groups, **_compared(model)},
        tier=tier,
        reason="; ".join(reasons) or None,
    )


def evaluation_table(metrics: dict, *, model_version: str) -> pd.DataFrame:
    """The rows of `clv_evaluation` out of the metrics that `train_clv` left in the metadata."""
    rows, chosen = [], (metrics.get("chosen") or {}).get("method")
    for method, measured in (metrics.get("backtest") or {}).items():
        about = {"method": method, "is_chosen": method == chosen, "model_version": model_version}
        for metric in ("customers", "mae", "bias", "spearman", "normalised_gini", "deviance"):
            rows.append({**about, "subject": "all", "metric": metric, "value": measured[metric]})
        for entry in measured["deciles"]:
            subject = f"decile {entry['decile']}"
            rows += [{**about, "subject": subject, "metric": m, "value": entry[m]} for m in entry if m != "decile"]
    return pd.DataFrame(rows, columns=list(TABLES["clv_evaluation"]))


def _compared(model: CustomerLifetimeValue) -> dict:
    comparison = model.comparison_
    if comparison is None:
        return {"backtest": {}, "chosen": None, "judged": None}
    chosen = {"method": comparison.chosen_, "why": comparison.reason_, "refused": comparison.refused_}
    return {"backtest": comparison.backtest_, "chosen": chosen, "judged": _judged(comparison)}


def _judged(comparison: MethodComparison) -> dict | None:
    """The chosen method's loss on the hold-out beside that of the best naive rule."""
    losses = {method: measured["deviance"] for method, measured in comparison.backtest_.items()}
    naive = min((name for name in BASELINES if name in losses), key=losses.get, default=None)
    if comparison.chosen_ not in losses or naive is None:
        return None
    rest = {"loss": losses[comparison.chosen_], "baseline": naive, "baseline_loss": losses[naive]}
    return {"judged_by": "deviance of amounts", **rest}


def _rows_by_group(model: CustomerLifetimeValue, features: pd.DataFrame):
    types = features["customer_type"].astype(object).where(features["customer_type"].notna(), "unknown").astype(str)
    for name, group in model.groups_.items():
        yield name, group, features[types == name]


def _group_metrics(group: GroupValue, rows: pd.DataFrame) -> dict:
    """Parameters, and how the expected totals compare with what happened in the same time (1 = equal)."""
    purchases, amounts = group.purchases_, group.amounts_
    metrics = {"customers": len(rows), "repeat_buyers": int((rows["frequency"] > 0).sum()), "method": group.method_}
    if isinstance(purchases, BetaGeoModel):
        metrics["bg_nbd"] = _rounded(purchases, ("r_", "alpha_", "a_", "b_", "log_likelihood_"))
        expected = purchases.expected_purchases_of_new_customer(rows["age_days"].to_numpy(dtype=float)).sum()
        metrics["expected_to_actual_purchases"] = round(float(expected / rows["frequency"].sum()), 4)
    if isinstance(amounts, GammaGammaModel):
        metrics["gamma_gamma"] = _rounded(amounts, ("p_", "q_", "gamma_", "log_likelihood_"))
        metrics["frequency_amount_correlation"] = _frequency_amount_correlation(rows)
    return metrics


def _rounded(model, attributes: tuple[str, ...]) -> dict[str, float]:
    return {name.rstrip("_"): float(f"{getattr(model, name):.6g}") for name in attributes}


def _frequency_amount_correlation(rows: pd.DataFrame) -> float | None:
    """Gamma-Gamma assumes it to be 0."""
    known = rows[(rows["frequency"] > 0) & (rows["mean_repeat_amount"] > 0)]
    x, amount = known["frequency"].to_numpy(dtype=float), known["mean_repeat_amount"].to_numpy(dtype=float)
    if np.ptp(x) == 0 or np.ptp(amount) == 0:
        return None
    return round(float(np.corrcoef(x, amount)[0, 1]), 4)
