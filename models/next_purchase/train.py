"""From features.ftr_next_purchase to a described model, its hold-out figures, and the predictions of the day."""

from datetime import date

import numpy as np
import pandas as pd

from models.next_purchase.model import REQUIRED, NextPurchaseModel
from models.tables.next_purchase import TABLES
from models.training import TrainedModel, described
from models.versioning import data_hash

FEWEST_ANSWERS = 20


def train_next_purchase(
    features: pd.DataFrame, *, as_of_date: date, model: NextPurchaseModel | None = None
) -> TrainedModel:
    """Fit on the newest cut-off; what the same model would have said at the earlier one is compared with what came."""
    model = (model or NextPurchaseModel()).fit(_at(features, as_of_date))
    return described(
        model,
        name="next_purchase",
        as_of_date=as_of_date,
        training_data=data_hash(features[list(REQUIRED)].astype(str), key=["customer_id", "cutoff_on"]),
        trained_rows=len(features),
        features=[name for name in REQUIRED if name not in ("customer_id", "cutoff_on")],
        metrics={"evaluation": _evaluation(features, model, as_of_date)},
        tier=model.method_,
        reason=model.reason_,
    )


def score_next_purchase(
    model: NextPurchaseModel, features: pd.DataFrame, *, as_of_date: date, model_version: str
) -> pd.DataFrame:
    """One row per customer with an order; none while the model is unavailable."""
    rows = _at(features, as_of_date)
    predicted = rows.join(model.predict(rows), how="inner")
    return predicted.assign(method=model.method_, model_version=model_version)[list(TABLES["next_purchase"])]


def evaluation_table(trained: TrainedModel) -> pd.DataFrame:
    """The hold-out figures as rows."""
    rows = pd.DataFrame(trained.metrics["evaluation"], columns=["measure", "method", "value", "customer_count"])
    return rows.assign(model_version=trained.version)[list(TABLES["next_purchase_evaluation"])]


def _at(features: pd.DataFrame, day: date) -> pd.DataFrame:
    return features[pd.to_datetime(features["cutoff_on"]) == pd.Timestamp(day)].reset_index(drop=True)


def _evaluation(features: pd.DataFrame, model: NextPurchaseModel, as_of: date) -> list[dict]:
    """Errors on those who bought between the earlier cut-off and today, each method on the same customers."""
    earlier = features[pd.to_datetime(features["cutoff_on"]) < pd.Timestamp(as_of)].reset_index(drop=True)
    past = NextPurchaseModel(**model.get_params()).fit(earlier)
    predicted = earlier.join(past.predict(earlier), how="inner")
    answered = predicted[predicted["next_ordered_on"].notna() & predicted["expected_on"].notna()]
    if len(answered) < FEWEST_ANSWERS:
        return []
    return [*_date_errors(answered), *_amount_errors(answered), *_category_hits(answered)]


def _date_errors(answered: pd.DataFrame) -> list[dict]:
    actual = pd.to_datetime(answered["next_ordered_on"])
    last, cutoff = pd.to_datetime(answered["last_ordered_on"]), pd.to_datetime(answered["cutoff_on"])
    overall = np.exp(np.nanmean(answered["mean_log_gap"].astype(float)))
    own_gap = np.exp(answered["mean_log_gap"].astype(float)).fillna(overall)
    floor = cutoff + pd.Timedelta(days=1)
    rules = {
        "model": answered["expected_on"],
        "own_mean_gap": (last + pd.to_timedelta(own_gap, unit="D")).clip(lower=floor),
        "overall_mean_gap": (last + pd.Timedelta(days=overall)).clip(lower=floor),
    }
    rows = [_row("date_error_days", name, (day - actual).dt.days.abs(), answered) for name, day in rules.items()]
    inside = (actual >= answered["earliest_on"]) & (actual <= answered["latest_on"].fillna(pd.Timestamp.max))
    return [*rows, _row("interval_coverage", "model", inside, answered)]


def _amount_errors(answered: pd.DataFrame) -> list[dict]:
    actual = answered["next_amount"].astype(float)
    rules = {
        "model": answered["expected_amount"],
        "own_mean": answered["mean_amount"].astype(float),
        "overall_mean": pd.Series(answered["mean_amount"].astype(float).mean(), index=answered.index),
    }
    return [_row("amount_error", name, (amount - actual).abs(), answered) for name, amount in rules.items()]


def _category_hits(answered: pd.DataFrame) -> list[dict]:
    known = answered[answered["next_category"].notna()]
    if known.empty:
        return []
    columns = {"model": "expected_category", "most_popular": "popular_category"}
    hits = {name: known[column] == known["next_category"] for name, column in columns.items()}
    return [_row("category_hit_rate", name, hit, known) for name, hit in hits.items()]


def _row(measure: str, method: str, values: pd.Series, rows: pd.DataFrame) -> dict:
    value = round(float(values.astype(float).mean()), 6)
    return {"measure": measure, "method": method, "value": value, "customer_count": len(rows)}
