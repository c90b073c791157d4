"""Which estimator scores: every one judged at every origin, and a challenger has to be better by more than a hair."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score

from models.churn.candidates import LOGISTIC
from models.churn.features import RECENCY, feature_names
from models.churn.metrics import probability_metrics
from models.churn.model import ChurnModel
from models.churn.windows import Fold, Windows, rows_at
from models.errors import FitRefusedError

# A challenger must raise the mean average precision by this much: less is noise between folds.
MIN_GAIN = 0.005
# And its calibration error may not exceed the champion's by more than this.
ECE_SLACK = 0.01
COMPARED = ("auc", "average_precision", "log_loss", "expected_calibration_error")
BASELINES = {"recency": [RECENCY], "last_period": ["orders_last_90_days"], "rules": None}


@dataclass(frozen=True)
class Selection:
    """The chosen estimator, why, and what every estimator and baseline measured at every origin.

    `rows` holds one dict per estimator and origin; `refused` says why an estimator could not compete. `validated` is
    the newest origin's rows with the probability of the chosen estimator.
    """

    estimator: str
    reason: str
    rows: list[dict[str, Any]] = field(repr=False)
    refused: dict[str, str]
    newest: dict[str, dict[str, Any]] = field(repr=False)
    validated: pd.DataFrame = field(repr=False)

    def means(self) -> dict[str, dict[str, float]]:
        """Mean of each compared metric over the origins, by estimator."""
        frame = pd.DataFrame(self.rows)
        return frame.groupby("estimator", sort=False)[list(COMPARED)].mean().round(6).to_dict(orient="index")


def select(model: ChurnModel, frame: pd.DataFrame, windows: Windows, features: list[str]) -> Selection:
    """Judge every candidate and baseline at every origin of `windows`, and choose.

    Raises FitRefusedError if the newest origin does not carry even the logistic regression.
    """
    rows, refused, newest, probabilities = [], {}, {}, {}
    recipes = {name: (name, features) for name in dict.fromkeys((LOGISTIC, *model.candidates))}
    recipes |= _baselines(frame, features)
    for age, fold in enumerate(windows.folds):
        for name, (estimator, columns) in recipes.items():
            try:
                validate, probability = _judged(model, frame, fold, estimator, columns, is_newest=age == 0)
            except FitRefusedError as refusal:
                if age == 0 and name == LOGISTIC:
                    raise
                refused[name] = str(refusal)
                continue
            metrics = probability_metrics(validate["is_churned"], probability)
            rows.append(_row(name, fold, metrics))
            if age == 0:
                newest[name], probabilities[name] = metrics, probability
    estimator, reason = _choice([name for name in recipes if name in newest and name in model.candidates], rows)
    validated = rows_at(frame, windows.validate).assign(probability=probabilities[estimator])
    return Selection(estimator, reason, rows, refused, newest, validated)


def refused_features(rows: pd.DataFrame, limit: float) -> dict[str, str]:
    """Features that alone rank churn better than `limit` (AUC, either way), with the reason (N8)."""
    refused = {}
    for name in feature_names(rows):
        known = rows[rows[name].notna()]
        if known["is_churned"].nunique() < 2 or known[name].nunique() < 2:
            continue
        auc = float(roc_auc_score(known["is_churned"], known[name]))
        if max(auc, 1 - auc) > limit:
            refused[name] = (
                f"alone it ranks churn with an AUC of {max(auc, 1 - auc):.3f}, above the limit of {limit}: nothing "
                "known at the cut-off does that, so it is taken to know the outcome; prove when it is known, or raise "
                "the limit max_feature_auc"
            )
    return refused


def _baselines(frame: pd.DataFrame, features: list[str]) -> dict[str, tuple[str, list[str]]]:
    recipes = {}
    for name, columns in BASELINES.items():
        if columns is None:
            recipes[name] = ("rules", features)
        elif set(columns) <= set(frame.columns):
            recipes[name] = (LOGISTIC, columns)
    return recipes


def _judged(
    model: ChurnModel, frame: pd.DataFrame, fold: Fold, estimator: str, features: list[str], *, is_newest: bool
):
    train, calibrate, validate = (rows_at(frame, cutoffs) for cutoffs in (fold.train, fold.calibrate, fold.validate))
    fitted = ChurnModel(**model.get_params())
    if not is_newest:
        fitted.set_params(max_training_rows=min(model.max_training_rows, model.max_choice_rows))
    fitted.fit(train, calibrate, features=features, estimator=estimator, known_on=fold.validate[0])
    return validate, fitted.predict_probability(validate)


def _row(name: str, fold: Fold, metrics: dict[str, Any]) -> dict[str, Any]:
    compared = {metric: np.nan if metrics[metric] is None else metrics[metric] for metric in COMPARED}
    return {"estimator": name, "cutoff_on": str(fold.validate[0].date()), "rows": metrics["rows"], **compared}


def _choice(names: list[str], rows: list[dict[str, Any]]) -> tuple[str, str]:
    """From the simplest on: a challenger wins if it ranks better and is not worse as a probability."""
    means = pd.DataFrame(rows).groupby("estimator")[list(COMPARED)].mean()
    champion, beaten = names[0], []
    for challenger in names[1:]:
        old, new = means.loc[champion], means.loc[challenger]
        is_better = new["average_precision"] >= old["average_precision"] + MIN_GAIN
        is_sound = new["expected_calibration_error"] <= old["expected_calibration_error"] + ECE_SLACK
        if is_better and is_sound and new["log_loss"] <= old["log_loss"]:
            beaten.append(champion)
            champion = challenger
    precision = means.loc[champion, "average_precision"]
    over = f"better than {', '.join(beaten)}" if beaten else "no other was better by enough"
    origins = max(pd.DataFrame(rows).groupby("estimator").size())
    return champion, f"{champion}: average precision {precision:.3f} over {origins} origin(s), {over}"
