"""Probability that a customer will not buy within the churn window."""

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from models.churn.calibration import SHORTER, CalibratedOnLater
from models.churn.candidates import CANDIDATES, LOGISTIC, SURVIVAL, candidate
from models.churn.cuts import SavingCosts, yearly_amount
from models.churn.features import RECENCY, feature_names
from models.churn.reasons import effects, reference_values, strongest_features, top_reasons
from models.churn.recency_rate import RecencyRateClassifier
from models.errors import FitRefusedError
from models.frames import require_columns
from models.tables.churn import TABLES
from models.threads import threads_for

RECENCY_RATE, UNAVAILABLE = "recency_band_rate", "unavailable"
SCORE_COLUMNS = tuple(TABLES["churn"])
DEFAULT_WINDOW_DAYS = 90.0
# Rounded so that the last bits of a library's arithmetic do not make two builds differ.
DECIMALS = 6


class ChurnModel(BaseEstimator):
    """One of the candidate estimators, beta-calibrated on a window after the training's.

    Args: min_rows and min_class_rows, what training and calibration must each hold, in all and of the rarer class;
    max_training_customers and max_training_rows a window, seeded samples are drawn beyond them; max_choice_rows, the
    same for earlier origins, which only help to choose; max_feature_auc, a feature that alone ranks better is refused
    as leaking; candidates, which estimators compete; contact_cost, save_rate and margin as in SavingCosts; seed.
    Attributes: method_, classifier_ (None if unavailable), features_, reference_, reason_features_, best_cut_,
    calibrated_window_ (usual days of the window after the calibration, None if unknown).
    """

    def __init__(
        self,
        min_rows: int = 200,
        min_class_rows: int = 20,
        max_training_customers: int = 150_000,
        max_training_rows: int = 100_000,
        max_choice_rows: int = 30_000,
        max_feature_auc: float = 0.9,
        candidates: tuple[str, ...] = CANDIDATES,
        contact_cost: float = 50.0,
        save_rate: float = 0.2,
        margin: float = 0.3,
        seed: int = 7,
    ):
        self.min_rows = min_rows
        self.min_class_rows = min_class_rows
        self.max_training_customers = max_training_customers
        self.max_training_rows = max_training_rows
        self.max_choice_rows = max_choice_rows
        self.max_feature_auc = max_feature_auc
        self.candidates = candidates
        self.contact_cost = contact_cost
        self.save_rate = save_rate
        self.margin = margin
        self.seed = seed

    @property
    def costs(self) -> SavingCosts:
        return SavingCosts(self.contact_cost, self.save_rate, self.margin)

    def fit(
        self,
        train: pd.DataFrame,
        calibrate: pd.DataFrame,
        *,
        features: list[str] | None = None,
        estimator: str = LOGISTIC,
        known_on: pd.Timestamp | None = None,
    ) -> "ChurnModel":
        """Fit on labelled rows of `read_features`: the estimator on `train`, its calibration on `calibrate`.

        `known_on` is the day up to which a survival model may watch a customer; None takes the labels alone.
        Raises FitRefusedError if a window holds too few rows or too few of one class.
        """
        self._refuse_thin(train, "training")
        self._refuse_thin(calibrate, "calibration")
        self.features_ = list(features or feature_names(train))
        train, calibrate = self._sampled(train), self._sampled(calibrate)
        window = float(train["churn_window_days"].max()) if "churn_window_days" in train else DEFAULT_WINDOW_DAYS
        chosen = candidate(estimator, self.features_, rows=len(train), window_days=window, seed=self.seed)
        times = _survival_times(train, known_on) if estimator == SURVIVAL else {}
        with threads_for(len(train)):
            chosen.fit(train[self.features_], train["is_churned"], **times)
            shorter = _outcome_of_shorter(calibrate)
            self.classifier_ = CalibratedOnLater(chosen)
            self.classifier_.fit(calibrate[self.features_], calibrate["is_churned"], y_of_shorter=shorter)
        self.calibrated_window_ = None if shorter is None else float(calibrate["usual_window_days"].mean())
        self.method_ = f"calibrated_{estimator}"
        return self

    def explain_from(self, rows: pd.DataFrame) -> "ChurnModel":
        """Learn from `rows` what the usual customer is, and which features matter enough to be reasons."""
        self.reference_ = reference_values(rows, self.features_)
        self.reason_features_ = strongest_features(self.classifier_, rows, self.features_, self.reference_)
        return self

    def fit_recency_rate(self, labelled: pd.DataFrame) -> "ChurnModel":
        """Fit the fallback on labelled rows: churn rates by band of recency. Without any row nobody gets a score."""
        self.features_ = [RECENCY]
        self.reference_, self.reason_features_ = {}, []
        self.method_ = RECENCY_RATE if len(labelled) else UNAVAILABLE
        self.best_cut_ = self.classifier_ = self.calibrated_window_ = None
        if len(labelled):
            self.classifier_ = RecencyRateClassifier().fit(labelled[RECENCY], labelled["is_churned"])
        return self

    def predict_probability(self, features: pd.DataFrame):
        """Churn probability of shape (n,), of rows of `read_features`."""
        check_is_fitted(self, "method_")
        require_columns(features, self.features_, table="the frame to score")
        with threads_for(len(features)):
            if self.calibrated_window_ is None or "usual_window_days" not in features:
                return self.classifier_.predict_proba(features[self.features_])[:, 1]
            length = features["usual_window_days"].fillna(self.calibrated_window_) / self.calibrated_window_
            return self.classifier_.predict_proba(features[self.features_], length=length)[:, 1]

    def score_customers(self, features: pd.DataFrame, *, model_version: str) -> pd.DataFrame:
        """Scores with the columns SCORE_COLUMNS, a row per row of `features`, by customer; none if unavailable."""
        check_is_fitted(self, "method_")
        if self.method_ == UNAVAILABLE or features.empty:
            return pd.DataFrame({name: pd.Series(dtype=object) for name in SCORE_COLUMNS})
        features = features.sort_values("customer_id", ignore_index=True)
        probability = self.predict_probability(features).round(DECIMALS)
        amount = yearly_amount(features)
        columns = {
            "customer_id": features["customer_id"].astype(str),
            "churn_probability": probability,
            "cost_optimal_cut": np.nan if self.best_cut_ is None else self.best_cut_,
            "yearly_amount": amount.round(2),
            "expected_saved_value": (probability * self.save_rate * self.margin * amount - self.contact_cost).round(2),
            "tier": tier_of(self.method_),
            **self._reasons(features),
            "model_version": model_version,
            "method": self.method_,
        }
        return pd.DataFrame(columns)[list(SCORE_COLUMNS)]

    def _reasons(self, features: pd.DataFrame) -> dict[str, np.ndarray]:
        tried = self.reason_features_
        if not tried:
            return top_reasons(pd.DataFrame(index=features.index), np.zeros((len(features), 0)))
        with threads_for(len(features)):
            effect = effects(self.classifier_, features, self.features_, self.reference_, tried)
        return top_reasons(features[tried], effect)

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


def tier_of(method: str) -> str:
    """The rung of the ladder (N10) that a method stands on."""
    if method in (RECENCY_RATE, UNAVAILABLE):
        return {RECENCY_RATE: "shrunken_rate", UNAVAILABLE: "none"}[method]
    return "logistic" if method == f"calibrated_{LOGISTIC}" else "machine_learning"


def _survival_times(rows: pd.DataFrame, known_on: pd.Timestamp | None) -> dict[str, np.ndarray]:
    """Days until the next order or until `known_on`, and which of both."""
    if known_on is None or "days_to_next_order" not in rows:
        return {}
    watched = (known_on - rows["cutoff_on"]).dt.days.to_numpy(dtype=float)
    until = rows["days_to_next_order"].fillna(np.inf).to_numpy(dtype=float)
    return {"model__days": np.minimum(until, watched), "model__observed": until <= watched}


def _outcome_of_shorter(rows: pd.DataFrame) -> np.ndarray | None:
    """What the labels would be after a shorter window; None where they are not about orders, or days are unknown."""
    if not {"days_to_next_order", "churn_window_days", "usual_window_days"} <= set(rows.columns):
        return None
    window, days = rows["churn_window_days"], rows["days_to_next_order"]
    is_about_orders = (rows["is_churned"] == ~(days <= window)).all()
    return (~(days <= SHORTER * window)).to_numpy(dtype=float) if is_about_orders and (window > 0).all() else None
