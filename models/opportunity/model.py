"""Probability that an open deal is won, on the best rung that the number of closed deals carries (N10)."""

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.validation import check_is_fitted

from models.errors import FitRefusedError
from models.opportunity.features import closed_deals, feature_matrix
from models.opportunity.forward import forward_predictions, logit, refuse_leaking_features

LOGISTIC, BAND_RATE, UNAVAILABLE = "calibrated_logistic", "band_win_rate", "unavailable"
SLOPES = (0.2, 1.5)


class OpportunityModel(BaseEstimator):
    """Logistic regression calibrated on deals opened later; else the shrunken win rate of the rule band; else nothing.

    Args:
        minimum_deals: closed deals below which no regression is tried.
        minimum_of_each: wins, and losses, below which no regression is tried.
        minimum_for_rates: closed deals below which not even a rate is given.
        prior_deals: imaginary deals at the overall rate that a band's rate is shrunken by.
        regularisation: inverse penalty C of the regression.

    Learned: method_, reason_ (why no better rung, or None), base_rate_, band_rates_, estimator_, slope_ and intercept_
    of the calibration (Platt 1999) on the logit, levels_ (the thirds of the forward predictions), validation_ (arrays
    won, raw, probability, base_rate, position and closed_day of the deals predicted forward in time).
    """

    def __init__(
        self,
        minimum_deals: int = 80,
        minimum_of_each: int = 20,
        minimum_for_rates: int = 20,
        prior_deals: float = 20.0,
        regularisation: float = 0.3,
    ):
        self.minimum_deals = minimum_deals
        self.minimum_of_each = minimum_of_each
        self.minimum_for_rates = minimum_for_rates
        self.prior_deals = prior_deals
        self.regularisation = regularisation

    def fit(self, frame: pd.DataFrame) -> "OpportunityModel":
        """Fit on a frame from `read_opportunities`; open deals in it are ignored."""
        deals = closed_deals(frame)
        self.method_, self.estimator_, self.band_rates_, self.levels_ = UNAVAILABLE, None, {}, None
        self.base_rate_ = float(deals["won"].mean()) if len(deals) else None
        if len(deals) < self.minimum_for_rates:
            self.reason_ = f"{len(deals)} closed deals, {self.minimum_for_rates} are needed for a win rate"
            return self
        self.method_ = BAND_RATE
        self._fit_rates(deals)
        try:
            self._fit_logistic(deals)
            self.method_, self.reason_ = LOGISTIC, None
        except FitRefusedError as refused:
            self.reason_ = str(refused)
        return self

    def predict_probability(self, frame: pd.DataFrame) -> np.ndarray:
        """Win probability of each deal, shape (n,); NaN while the method is `unavailable`."""
        check_is_fitted(self, "method_")
        if self.method_ == LOGISTIC and len(frame):
            raw = self.estimator_.predict_proba(feature_matrix(frame))[:, 1]
            return 1 / (1 + np.exp(-(self.intercept_ + self.slope_ * logit(raw))))
        if self.method_ == BAND_RATE:
            return frame["band"].map(self.band_rates_).fillna(self.base_rate_).to_numpy(dtype=float)
        return np.full(len(frame), np.nan)

    def _fit_rates(self, deals: pd.DataFrame) -> None:
        by_band = deals.groupby("band")["won"].agg(["sum", "count"])
        rates = (by_band["sum"] + self.prior_deals * self.base_rate_) / (by_band["count"] + self.prior_deals)
        self.band_rates_ = {str(band): float(rate) for band, rate in rates.items()}

    def _fit_logistic(self, deals: pd.DataFrame) -> None:
        wins = int(deals["won"].sum())
        if len(deals) < self.minimum_deals or min(wins, len(deals) - wins) < self.minimum_of_each:
            raise FitRefusedError(
                f"{len(deals)} closed deals of which {wins} won; the regression needs {self.minimum_deals} "
                f"and {self.minimum_of_each} of each outcome"
            )
        features = feature_matrix(deals)
        refuse_leaking_features(features, deals["won"])
        predictions = forward_predictions(deals, features, make=self._pipeline)
        won, raw = predictions["won"].to_numpy(), predictions["raw"].to_numpy()
        platt = LogisticRegression().fit(logit(raw)[:, None], won)
        # A slope outside these bounds is noise of a small sample; it must neither turn the ranking nor sharpen it much.
        self.slope_ = float(np.clip(platt.coef_[0, 0], *SLOPES))
        self.intercept_ = float(platt.intercept_[0])
        probability = 1 / (1 + np.exp(-(self.intercept_ + self.slope_ * logit(raw))))
        base_rate = predictions["base_rate"].to_numpy()
        self.validation_ = {"won": won, "raw": raw, "probability": probability, "base_rate": base_rate}
        self.validation_ |= {name: predictions[name].to_numpy(dtype=np.int64) for name in ("position", "closed_day")}
        if log_loss(won, probability) >= log_loss(won, base_rate):
            raise FitRefusedError("the regression predicts later deals no better than the win rate known before them")
        self.levels_ = [float(level) for level in np.quantile(probability, [1 / 3, 2 / 3])]
        self.estimator_ = self._pipeline().fit(features, deals["won"])

    def _pipeline(self) -> Pipeline:
        return make_pipeline(
            SimpleImputer(strategy="median", keep_empty_features=True),
            StandardScaler(),
            LogisticRegression(C=self.regularisation),
        )
