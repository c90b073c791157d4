"""Date and amount of the next purchase out of the customer's own rhythm."""

from datetime import timedelta

import numpy as np
import pandas as pd
from scipy.stats import norm
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from models.frames import require_columns
from models.next_purchase.shrinkage import Population, estimate_population

TABLE = "features.ftr_next_purchase"
REQUIRED = (
    "customer_id",
    "cutoff_on",
    "customer_type",
    "last_ordered_on",
    "recency_days",
    "gap_count",
    "mean_log_gap",
    "deviation_log_gap",
    "mean_amount",
    "amount_count",
    "mean_log_amount",
    "deviation_log_amount",
)
LOGNORMAL, UNAVAILABLE = "shrunken_lognormal", "unavailable"
EDGES = (0.1, 0.9)


class NextPurchaseModel(BaseEstimator):
    """Gaps between purchases are log-normal around a mean of the customer's own, which is log-normal over customers.

    The predicted day is the median of the gap given the silence so far, with the 80 % interval around it. The amount is
    the credibility mean (Buehlmann 1967) towards the customers of the same type, its weight taken from log amounts,
    since raw ones are too skewed for it. It says when, if he buys again: whether he does is the churn model's question.

    Args:
        overdue_below: a silence that so small a share of gaps outlasts is overdue.
        horizon_days: no day is named that lies farther ahead.
        minimum_gaps: observed gaps in all below which nothing is predicted.

    Learned: method_, reason_, gaps_ (mean, between, within), amounts_ (by customer type: mean amount, and the count
    at which a customer's own mean weighs half: the within over the between variance), before_ (set by training: the
    model as it stood at the earlier cut-off).
    """

    def __init__(self, overdue_below: float = 0.05, horizon_days: int = 730, minimum_gaps: int = 30):
        self.overdue_below = overdue_below
        self.horizon_days = horizon_days
        self.minimum_gaps = minimum_gaps

    def fit(self, frame: pd.DataFrame) -> "NextPurchaseModel":
        """Fit on the rows of one cut-off of features.ftr_next_purchase."""
        require_columns(frame, REQUIRED, table=TABLE)
        gaps = float(frame["gap_count"].sum())
        self.gaps_ = _moments(frame, "gap_count", "mean_log_gap", "deviation_log_gap")
        types = _types(frame)
        self.amounts_ = {str(name): _credibility(frame[types == name]) for name in sorted(types.unique())}
        enough = gaps >= self.minimum_gaps and self.gaps_ is not None
        self.method_ = LOGNORMAL if enough else UNAVAILABLE
        missing = f"{gaps:.0f} gaps between purchases, {self.minimum_gaps} are needed"
        self.reason_ = None if enough else missing
        return self

    def predict(self, frame: pd.DataFrame) -> pd.DataFrame:
        """expected_on, earliest_on, latest_on, silence_probability, is_overdue, expected_amount; index of `frame`.

        Dates are empty beyond the horizon. Empty frame while the method is `unavailable`.
        """
        check_is_fitted(self, "method_")
        if self.method_ == UNAVAILABLE:
            frame = frame.iloc[:0]
        silence, quantiles = self._timing(frame)
        dates = {
            name: self._date(frame, quantiles[share])
            for name, share in (("expected_on", 0.5), ("earliest_on", EDGES[0]), ("latest_on", EDGES[1]))
        }
        columns = {**dates, "silence_probability": silence, "is_overdue": silence < self.overdue_below}
        return pd.DataFrame({**columns, "expected_amount": self._amount(frame)}, index=frame.index)

    def _timing(self, frame: pd.DataFrame) -> tuple[np.ndarray, dict[float, np.ndarray]]:
        """How likely so long a silence is, and quantiles of the whole gap given that it is at least so long."""
        if not len(frame):
            return np.empty(0), dict.fromkeys((0.5, *EDGES), np.empty(0))
        mean, variance = Population(*self.gaps_).posterior(
            _numbers(frame, "gap_count"), _numbers(frame, "mean_log_gap")
        )
        deviation = np.sqrt(variance + self.gaps_[2])
        with np.errstate(divide="ignore"):
            elapsed = np.log(_numbers(frame, "recency_days"))
        silence = norm.sf((elapsed - mean) / deviation)
        tail = np.clip(silence, 1e-12, 1)
        return silence, {q: np.exp(mean + deviation * norm.isf(tail * (1 - q))) for q in (0.5, *EDGES)}

    def _date(self, frame: pd.DataFrame, gap_days: np.ndarray) -> pd.Series:
        """The day of a gap; never before the day after the cut-off."""
        last, cutoff = pd.to_datetime(frame["last_ordered_on"]), pd.to_datetime(frame["cutoff_on"])
        ahead = gap_days - _numbers(frame, "recency_days")
        days = pd.Series(np.where(ahead <= self.horizon_days, np.ceil(gap_days), np.nan), index=frame.index)
        day = (last + pd.to_timedelta(days, unit="D")).astype("datetime64[us]")
        return day.where(day.isna() | (day > cutoff), cutoff + timedelta(days=1))

    def _amount(self, frame: pd.DataFrame) -> np.ndarray:
        unknown = (np.nan, np.nan)
        overall, half = np.array([self.amounts_.get(name, unknown) for name in _types(frame)]).reshape(-1, 2).T
        count = _numbers(frame, "amount_count")
        weight = count / (count + half)
        return np.clip(weight * np.nan_to_num(_numbers(frame, "mean_amount")) + (1 - weight) * overall, 0, None)


def _types(frame: pd.DataFrame) -> pd.Series:
    return frame["customer_type"].astype(object).where(frame["customer_type"].notna(), "unknown").astype(str)


def _credibility(frame: pd.DataFrame) -> list[float]:
    moments = _moments(frame, "amount_count", "mean_log_amount", "deviation_log_amount")
    return [float(frame["mean_amount"].mean()), moments[2] / moments[1] if moments else np.nan]


def _moments(frame: pd.DataFrame, count: str, mean: str, deviation: str) -> list[float] | None:
    population = estimate_population(_numbers(frame, count), _numbers(frame, mean), _numbers(frame, deviation))
    return [population.mean, population.between, population.within] if population else None


def _numbers(frame: pd.DataFrame, name: str) -> np.ndarray:
    return pd.to_numeric(frame[name]).to_numpy(dtype=float, na_value=np.nan)
