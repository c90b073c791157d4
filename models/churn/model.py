"""Probability that a customer will not buy within the churn window."""

import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.calibration import CalibratedClassifierCV
from sklearn.frozen import FrozenEstimator
from sklearn.utils.validation import check_is_fitted

from models.churn.features import RECENCY, feature_names
from models.churn.pipeline import churn_pipeline
from models.churn.recency_rate import RecencyRateClassifier
from models.errors import FitRefusedError
from models.frames import require_columns

LOGISTIC, RECENCY_RATE, UNAVAILABLE = "calibrated_logistic", "recency_band_rate", "unavailable"
SCORE_COLUMNS = ("customer_id", "churn_probability", "model_version", "method")
# Rounded so that the last bits of a library's arithmetic do not make two builds differ.
DECIMALS = 6


class ChurnModel(BaseEstimator):
    """Logistic regression on log-transformed features, calibrated by Platt's sigmoid on a window after the training's.

    Args: min_rows and min_class_rows, what training and calibration must each hold, in all and of the rarer class;
    max_training_rows, a seeded sample is drawn beyond it; seed.
    Attributes: method_, classifier_ (None if unavailable), features_, prior_rows_.
    """

    def __init__(
        self,
        min_rows: int = 200,
        min_class_rows: int = 20,
        max_training_rows: int = 100_000,
        seed: int = 7,
    ):
        self.min_rows = min_rows
        self.min_class_rows = min_class_rows
        self.max_training_rows = max_training_rows
        self.seed = seed

    def fit(self, train: pd.DataFrame, calibrate: pd.DataFrame, *, features: list[str] | None = None) -> "ChurnModel":
        """Fit on labelled rows of `read_features`: the regression on `train`, the sigmoid on `calibrate`.

        Raises FitRefusedError if a window holds too few rows or too few of one class.
        """
        self._refuse_thin(train, "training")
        self._refuse_thin(calibrate, "calibration")
        self.features_ = list(features or feature_names(train))
        train, calibrate = self._sampled(train), self._sampled(calibrate)
        pipeline = churn_pipeline(self.features_, seed=self.seed)
        pipeline.fit(train[self.features_], train["is_churned"])
        calibrated = CalibratedClassifierCV(FrozenEstimator(pipeline), method="sigmoid")
        self.classifier_ = calibrated.fit(calibrate[self.features_], calibrate["is_churned"])
        self.method_ = LOGISTIC
        return self

    def fit_recency_rate(self, labelled: pd.DataFrame) -> "ChurnModel":
        """Fit the fallback on labelled rows: churn rates by band of recency. Without any row nobody gets a score."""
        self.features_ = [RECENCY]
        self.method_ = RECENCY_RATE if len(labelled) else UNAVAILABLE
        self.classifier_ = None
        if len(labelled):
            self.classifier_ = RecencyRateClassifier().fit(labelled[RECENCY], labelled["is_churned"])
        return self

    def predict_probability(self, features: pd.DataFrame):
        """Churn probability of shape (n,), of rows of `read_features`."""
        check_is_fitted(self, "method_")
        require_columns(features, self.features_, table="the frame to score")
        return self.classifier_.predict_proba(features[self.features_])[:, 1]

    def score_customers(self, features: pd.DataFrame, *, model_version: str) -> pd.DataFrame:
        """Scores with the columns SCORE_COLUMNS, a row per row of `features`, by customer; none if unavailable."""
        check_is_fitted(self, "method_")
        if self.method_ == UNAVAILABLE or features.empty:
            features, probability = features.iloc[:0], pd.Series(dtype=float)
        else:
            probability = self.predict_probability(features).round(DECIMALS)
        scores = pd.DataFrame({"customer_id": features["customer_id"], "churn_probability": probability})
        scores = scores.assign(model_version=model_version, method=self.method_)
        scores = scores.astype({"customer_id": str, "model_version": str, "method": str})
        return scores.sort_values("customer_id", ignore_index=True)[list(SCORE_COLUMNS)]

    def _refuse_thin(self, rows: pd.DataFrame, use: str) -> None:
        churned = int(rows["is_churned"].sum())
        rarer = min(churned, len(rows) - churned)
        if len(rows) < self.min_rows or rarer < self.min_class_rows:
            raise FitRefusedError(
                f"the {use} window has {len(rows)} labelled rows, {churned} of them churned: "
                f"at least {self.min_rows} rows with {self.min_class_rows} of either class are needed"
            )

    def _sampled(self, rows: pd.DataFrame) -> pd.DataFrame:
        if len(rows) <= self.max_training_rows:
            return rows
        return rows.sample(self.max_training_rows, random_state=self.seed)
