"""From features.ftr_next_purchase to a described model, its hold-out figures, and the predictions of the day."""

from datetime import date

import numpy as np
import pandas as pd

from models.lifecycle import Duel
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
    earlier = _before(features, as_of_date)
    model.before_ = NextPurchaseModel(**model.get_params()).fit(earlier)
    evaluation = _evaluation(earlier, model.before_)
    return described(
        model,
        name="next_purchase",
        as_of_date=as_of_date,
        training_data=data_hash(features[list(REQUIRED)].astype(str), key=["customer_id", "cutoff_on"]),
        trained_rows=len(features),
        features=[name for name in REQUIRED if name not in ("customer_id", "cutoff_on")],
        metrics={"evaluation": evaluation, "judged": _judged(evaluation)},
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


def duel_on_holdout(
    champion: TrainedModel, challenger: TrainedModel, features: pd.DataFrame, *, as_of_date: date
) -> Duel | str:
    """Both as they stood at their own earlier cut-offs: neither has seen what followed the challenger's (N24).

    The loss is the mean error of the day, each on those to whom both gave one.
    """
    earlier = _before(features, as_of_date)
    days = [_answered(earlier, trained.model.before_) for trained in (champion, challenger)]
    both = days[0].index.intersection(days[1].index)
    if len(both) < FEWEST_ANSWERS:
        return f"{len(both)} customers to judge on, {FEWEST_ANSWERS} are needed"
    old, new = (float(_error_of_day(rows.loc[both], rows.loc[both, "expected_on"]).mean()) for rows in days)
    return Duel("error of the day, days", champion=old, challenger=new)


def _before(features: pd.DataFrame, as_of: date) -> pd.DataFrame:
    return features[pd.to_datetime(features["cutoff_on"]) < pd.Timestamp(as_of)].reset_index(drop=True)


def _answered(earlier: pd.DataFrame, past: NextPurchaseModel) -> pd.DataFrame:
    """Those who have bought since, and of whom the model had named a day."""
    predicted = earlier.join(past.predict(earlier), how="inner")
    return predicted[predicted["next_ordered_on"].notna() & predicted["expected_on"].notna()]


def _judged(evaluation: list[dict]) -> dict | None:
    """The error of the day beside that of the best naive rule."""
    errors = {row["method"]: row["value"] for row in evaluation if row["measure"] == "date_error_days"}
    if not errors:
        return None
    naive = min((name for name in errors if name != "model"), key=errors.get)
    losses = {"loss": errors["model"], "baseline": naive, "baseline_loss": errors[naive]}
    return {"judged_by": "error of the day, days", **losses}


def _evaluation(earlier: pd.DataFrame, past: NextPurchaseModel) -> list[dict]:
    """Errors on those who bought between the earlier cut-off and today, each method on the same customers."""
    answered = _answered(earlier, past)
    if len(answered) < FEWEST_ANSWERS:
        return []
    return [*_date_errors(answered), *_amount_errors(answered), *_category_hits(answered)]


def _error_of_day(answered: pd.DataFrame, day: pd.Series) -> pd.Series:
    return (day - pd.to_datetime(answered["next_ordered_on"])).dt.days.abs()


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
    rows = [_row("date_error_days", name, _error_of_day(answered, day), answered) for name, day in rules.items()]
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
