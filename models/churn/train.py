"""From features.ftr_churn to a described, validated model, or to the rung below it with the reason."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from models.churn.candidates import SURVIVAL
from models.churn.cuts import best_cut, cut_table, yearly_amount
from models.churn.evaluation import lift_table, segment_names
from models.churn.features import KEY, TABLE, feature_names, is_contractual, read_features
from models.churn.metrics import probability_metrics
from models.churn.model import UNAVAILABLE, ChurnModel
from models.churn.selection import Selection, refused_features, select
from models.churn.windows import Windows, rows_at, split_by_time
from models.errors import FitRefusedError
from models.frames import require_columns
from models.training import TrainedModel, described
from models.versioning import data_hash

NO_CONTRACT_ENDS = (
    "the var churn_definition is contractual, but no end of a contract is known: have crm.accounts.closed_at or "
    "crm.accounts.subscription_ended_at delivered and mapped, or set churn_definition to no_order in dbt_project.yml"
)


def train_churn(
    frame: pd.DataFrame, *, as_of_date: date, timezone: str = "UTC", model: ChurnModel | None = None
) -> TrainedModel:
    """Train on features.ftr_churn, several cut-offs per customer; `timezone` is that of the business dates.

    Measured models: trained on early cut-offs, calibrated on the next, validated on a later one, with no label that was
    unknown at the validation cut-off, at every origin the data hold. Model in use: the chosen estimator by the same
    recipe, moved up to the newest labels, so its metrics are the measured model's. Metrics hold `model` and `baseline`
    (recency alone) on the same rows. If the data do not carry it, the tier is `recency_band_rate`, without any label
    `unavailable`; `reason` says why.
    Raises FeatureFrameError or LeakageError on a frame that must not be used.
    """
    model = model or ChurnModel()
    features = read_features(_sampled(frame, model), timezone=timezone)
    features = features.sort_values(KEY, ignore_index=True)
    labelled = features[features["is_churned"].notna()]
    if is_contractual(frame):
        # The survival model waits for an order, which says nothing of a contract.
        model.set_params(candidates=tuple(name for name in model.candidates if name != SURVIVAL))
    refused = refused_features(labelled, model.max_feature_auc)
    used = [name for name in feature_names(features) if name not in refused]
    try:
        if is_contractual(frame) and labelled.empty:
            raise FitRefusedError(NO_CONTRACT_ENDS)
        windows = split_by_time(features)
        selection = select(model, features, windows, used)
        train, calibrate = rows_at(features, windows.refit_train), rows_at(features, windows.refit_calibrate)
        known_on = features["cutoff_on"].max()
        model.fit(train, calibrate, features=used, estimator=selection.estimator, known_on=known_on)
        model.explain_from(calibrate)
        metrics, reason = _measured(model, selection, windows), None
        model.best_cut_ = best_cut(metrics["cuts"])
    except FitRefusedError as refusal:
        model.fit_recency_rate(labelled)
        metrics, reason = _fallback_metrics(model, labelled), str(refusal)
    about = {"features_without_values": _empty(labelled), "constant_features": _constant(labelled)}
    return described(
        model,
        name="churn",
        as_of_date=as_of_date,
        training_data=data_hash(features, key=KEY),
        trained_rows=len(labelled),
        features=model.features_,
        metrics={**metrics, **about, "refused_features": refused},
        tier=model.method_,
        reason=reason,
    )


def score_churn(
    trained: ChurnModel, frame: pd.DataFrame, *, as_of_date: date, model_version: str, timezone: str = "UTC"
) -> pd.DataFrame:
    """Scores of the customers at the cut-off `as_of_date` of features.ftr_churn. One row per customer."""
    current = _at(frame, [pd.Timestamp(as_of_date)])
    return trained.score_customers(read_features(current, timezone=timezone), model_version=model_version)


def loss_on_validation(
    champion: TrainedModel, challenger: TrainedModel, frame: pd.DataFrame, *, timezone: str = "UTC"
) -> float | None:
    """Log loss of the champion on the rows that judged the challenger: both had to predict them.

    None if the challenger was not judged on rows of its own, or the champion has no probability to give.
    """
    windows = challenger.metrics.get("windows")
    if windows is None or champion.tier == UNAVAILABLE:
        return None
    validate = tuple(pd.Timestamp(day) for day in windows["validate"])
    rows = rows_at(read_features(_at(frame, validate), timezone=timezone), validate)
    return probability_metrics(rows["is_churned"], champion.model.predict_probability(rows))["log_loss"]


def _at(frame: pd.DataFrame, cutoffs: Sequence[pd.Timestamp]) -> pd.DataFrame:
    """The rows of those cut-offs of features.ftr_churn, before anything is copied."""
    require_columns(frame, KEY, table=TABLE)
    return frame[pd.to_datetime(frame["cutoff_on"]).isin(cutoffs)]


def _sampled(frame: pd.DataFrame, model: ChurnModel) -> pd.DataFrame:
    """All rows of at most `max_training_customers`, drawn by the model's seed whatever the order of the rows."""
    require_columns(frame, KEY, table=TABLE)
    customers = frame["customer_id"].unique()
    if len(customers) <= model.max_training_customers:
        return frame
    drawn = np.random.default_rng(model.seed).choice(np.sort(customers), model.max_training_customers, replace=False)
    return frame[frame["customer_id"].isin(drawn)]


def _measured(model: ChurnModel, selection: Selection, windows: Windows) -> dict:
    validated = selection.validated
    y, probability = validated["is_churned"], validated["probability"]
    segments = {
        str(name): probability_metrics(rows["is_churned"], rows["probability"])
        for name, rows in validated.groupby(segment_names(validated), sort=True)
    }
    return {
        "model": selection.newest[selection.estimator],
        "baseline": selection.newest["recency"],
        "windows": _described(windows),
        "chosen": {"estimator": selection.estimator, "why": selection.reason, "refused": selection.refused},
        "estimators": selection.means(),
        "origins": selection.rows,
        "lift": lift_table(y, probability),
        "cuts": cut_table(probability, y, yearly_amount(validated), model.costs),
        "segments": segments,
    }


def _fallback_metrics(model: ChurnModel, labelled: pd.DataFrame) -> dict:
    """Measured on the rows it was fitted on: there are too few to keep some apart."""
    if model.method_ == UNAVAILABLE:
        return {"model": None, "baseline": None, "windows": None}
    metrics = probability_metrics(labelled["is_churned"], model.predict_probability(labelled))
    return {"model": metrics, "baseline": metrics, "windows": None}


def _described(windows: Windows) -> dict:
    names = ("train", "calibrate", "validate", "refit_train", "refit_calibrate")
    dates = {name: [str(day.date()) for day in getattr(windows, name)] for name in names}
    return {**dates, "is_purged": windows.is_purged, "origins": len(windows.folds)}


def _empty(rows: pd.DataFrame) -> list[str]:
    return [name for name in feature_names(rows) if rows[name].isna().all()]


def _constant(rows: pd.DataFrame) -> list[str]:
    return [name for name in feature_names(rows) if rows[name].nunique() == 1]
