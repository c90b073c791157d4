"""From features.ftr_churn to a described, validated model, or to the rung below it with the reason."""

from datetime import date

import pandas as pd

from models.churn.features import KEY, RECENCY, feature_names, read_features
from models.churn.metrics import probability_metrics
from models.churn.model import UNAVAILABLE, ChurnModel
from models.churn.windows import Windows, rows_at, split_by_time
from models.errors import FitRefusedError
from models.training import TrainedModel, described
from models.versioning import data_hash


def train_churn(
    frame: pd.DataFrame, *, as_of_date: date, timezone: str = "UTC", model: ChurnModel | None = None
) -> TrainedModel:
    """Train on features.ftr_churn, several cut-offs per customer; `timezone` is that of the business dates.

    Measured model: trained on early cut-offs, calibrated on the next, validated on the last complete one, with no label
    that was unknown at the validation cut-off. Model in use: the same recipe moved up to the newest labels, so its
    metrics are the measured model's. Metrics hold `model` and `baseline` (the same recipe on recency alone) on the same
    rows. If the data do not carry it, the tier is `recency_band_rate`, without any label `unavailable`; `reason` says
    why.
    Raises FeatureFrameError or LeakageError on a frame that must not be used.
    """
    features = read_features(frame, timezone=timezone)
    features = features.sort_values(KEY, ignore_index=True)
    labelled = features[features["is_churned"].notna()]
    model = model or ChurnModel()
    try:
        windows = split_by_time(features)
        metrics = _measured(model, features, windows)
        model.fit(rows_at(features, windows.refit_train), rows_at(features, windows.refit_calibrate))
        reason = None
    except FitRefusedError as refusal:
        model.fit_recency_rate(labelled)
        metrics, reason = _fallback_metrics(model, labelled), str(refusal)
    return described(
        model,
        name="churn",
        as_of_date=as_of_date,
        training_data=data_hash(features, key=KEY),
        trained_rows=len(labelled),
        features=model.features_,
        metrics={**metrics, "features_without_values": _empty(labelled), "constant_features": _constant(labelled)},
        tier=model.method_,
        reason=reason,
    )


def score_churn(
    trained: ChurnModel, frame: pd.DataFrame, *, as_of_date: date, model_version: str, timezone: str = "UTC"
) -> pd.DataFrame:
    """Scores of the customers at the cut-off `as_of_date` of features.ftr_churn. One row per customer."""
    features = read_features(frame, timezone=timezone)
    current = features[features["cutoff_on"] == pd.Timestamp(as_of_date)]
    return trained.score_customers(current, model_version=model_version)


def _measured(model: ChurnModel, features: pd.DataFrame, windows: Windows) -> dict:
    train, calibrate, validate = (
        rows_at(features, cutoffs) for cutoffs in (windows.train, windows.calibrate, windows.validate)
    )
    candidates = {"model": feature_names(features), "baseline": [RECENCY]}
    metrics = {}
    for name, names in candidates.items():
        fitted = ChurnModel(**model.get_params()).fit(train, calibrate, features=names)
        metrics[name] = probability_metrics(validate["is_churned"], fitted.predict_probability(validate))
    return {**metrics, "windows": _described(windows)}


def _fallback_metrics(model: ChurnModel, labelled: pd.DataFrame) -> dict:
    """Measured on the rows it was fitted on: there are too few to keep some apart."""
    if model.method_ == UNAVAILABLE:
        return {"model": None, "baseline": None, "windows": None}
    metrics = probability_metrics(labelled["is_churned"], model.predict_probability(labelled))
    return {"model": metrics, "baseline": metrics, "windows": None}


def _described(windows: Windows) -> dict:
    dates = {
        name: [str(day.date()) for day in cutoffs] for name, cutoffs in vars(windows).items() if name != "is_purged"
    }
    return {**dates, "is_purged": windows.is_purged}


def _empty(rows: pd.DataFrame) -> list[str]:
    return [name for name in feature_names(rows) if rows[name].isna().all()]


def _constant(rows: pd.DataFrame) -> list[str]:
    return [name for name in feature_names(rows) if rows[name].nunique() == 1]
