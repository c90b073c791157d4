"""Every method of lifetime value on the same customers, judged on one hold-out, and one of them chosen (N13)."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator

from models.clv.backtest import backtest_metrics
from models.clv.group_value import GroupValue
from models.clv.simple_methods import DiscountedForecast, HistoricValue, MarkovChainValue
from models.clv.two_part import TwoPartValue
from models.errors import FitRefusedError

PROBABILISTIC = "bg_nbd"
SIMPLE = {"historic": HistoricValue, "discounted": DiscountedForecast}
METHODS = ("historic", "discounted", "markov", PROBABILISTIC, "pareto_nbd", "machine")
# A challenger must order customers better by this much (normalised Gini), with a smaller error.
MIN_GAIN = 0.01
# Pareto/NBD evaluates two hypergeometric functions a customer and month: beyond this many it is left out.
PARETO_CUSTOMERS = 200_000


class MethodComparison(BaseEstimator):
    """The methods besides the one in use, fitted per customer type, and how all of them did on the hold-out.

    Attributes: groups_ by customer type and method; machine_ (None if refused); machine_scale_, from the hold-out's
    length to the horizon; backtest_, metrics by method; refused_, reasons by method; chosen_, reason_.
    """

    def __init__(self, horizon_days: int = 365, annual_discount_rate: float = 0.10):
        self.horizon_days = horizon_days
        self.annual_discount_rate = annual_discount_rate

    def fit(self, features: pd.DataFrame, backtest: pd.DataFrame, gaps: pd.DataFrame) -> "MethodComparison":
        """Judge on `backtest` as it stood when the hold-out began, then fit on `features` as of today."""
        self.refused_: dict[str, str] = {}
        is_past = gaps["is_backtest"].astype(bool)
        self.backtest_ = self._judged(backtest, gaps[is_past])
        self.chosen_, self.reason_ = choice(self.backtest_)
        self.groups_ = self._fitted(features, gaps[~is_past])
        self.machine_ = self._machine(lambda: TwoPartValue().fit(backtest))
        self.machine_scale_ = self._scale(features, backtest)
        return self

    def values(self, features: pd.DataFrame) -> pd.DataFrame:
        """Value of each method but BG/NBD over the horizon, a column a method, NaN where it was refused."""
        columns = self._group_values(self.groups_, features, self.horizon_days, self.annual_discount_rate)
        machine = np.full(len(features), np.nan)
        if self.machine_ is not None and len(features):
            machine = self.machine_.predict(features) * self.machine_scale_
        return pd.DataFrame({**columns, "machine": machine}, index=features.index)

    def _judged(self, backtest: pd.DataFrame, gaps: pd.DataFrame) -> dict[str, dict[str, Any]]:
        if backtest.empty or not (backtest["holdout_amount"] > 0).any():
            return {}
        days = int(backtest["holdout_days"].max())
        groups = self._fitted(backtest, gaps, with_bg=True)
        predicted = self._group_values(groups, backtest, days, 0.0)
        machine = self._machine(lambda: TwoPartValue().predict_unseen(backtest))
        predicted |= {"machine": machine} if machine is not None else {}
        actual = backtest["holdout_amount"].to_numpy(dtype=float)
        return {
            method: backtest_metrics(actual, predicted[method])
            for method in METHODS
            if method in predicted and np.isfinite(predicted[method]).all()
        }

    def _fitted(self, features: pd.DataFrame, gaps: pd.DataFrame, *, with_bg: bool = False) -> dict[str, dict]:
        groups = {}
        for kind, rows in features.groupby("customer_type", sort=True):
            own = {name: method().fit(rows) for name, method in SIMPLE.items()}
            own["markov"] = MarkovChainValue().fit(rows, gaps[gaps["customer_type"] == kind])
            if len(features) <= PARETO_CUSTOMERS:
                own["pareto_nbd"] = GroupValue(purchase_model="pareto_nbd").fit(rows)
            if with_bg:
                own[PROBABILISTIC] = GroupValue().fit(rows)
            groups[str(kind)] = own
        return groups

    def _group_values(self, groups, features, days: int, rate: float) -> dict[str, np.ndarray]:
        columns: dict[str, np.ndarray] = {}
        for kind, rows in features.groupby("customer_type", sort=True):
            position = features.index.get_indexer(rows.index)
            for name, method in groups.get(str(kind), {}).items():
                value = method.value(rows, days, rate)
                value = value["clv_amount"].to_numpy() if isinstance(value, pd.DataFrame) else value
                columns.setdefault(name, np.full(len(features), np.nan))[position] = value
        return columns

    def _machine(self, make: Callable):
        try:
            return make()
        except FitRefusedError as refusal:
            self.refused_["machine"] = str(refusal)
            return None

    def _scale(self, features: pd.DataFrame, backtest: pd.DataFrame) -> float:
        """What the Markov chain expects over the horizon, discounted, for each unit over the hold-out's length."""
        if backtest.empty or self.machine_ is None:
            return 1.0
        days = int(backtest["holdout_days"].max())
        long = self._group_values(self.groups_, features, self.horizon_days, self.annual_discount_rate)["markov"].sum()
        short = self._group_values(self.groups_, features, days, 0.0)["markov"].sum()
        return float(long / short) if short > 0 else self.horizon_days / days


def choice(metrics: dict[str, dict[str, Any]]) -> tuple[str, str]:
    """BG/NBD, unless another method ordered the hold-out's customers better with a smaller error; and why."""
    own = metrics.get(PROBABILISTIC)
    if own is None:
        return PROBABILISTIC, "no hold-out in which anybody bought: the methods cannot be compared"
    better = {
        name: other
        for name, other in metrics.items()
        if other["normalised_gini"] is not None
        and other["normalised_gini"] >= (own["normalised_gini"] or 0) + MIN_GAIN
        and other["mae"] < own["mae"]
    }
    chosen = max(better, key=lambda name: better[name]["normalised_gini"], default=PROBABILISTIC)
    figures = metrics[chosen]
    against = "no method did better by enough" if chosen == PROBABILISTIC else f"better than {PROBABILISTIC}"
    return chosen, (
        f"{chosen} on {figures['customers']} held-out customers: normalised Gini {figures['normalised_gini']:.3f}, "
        f"mean absolute error {figures['mae']:.2f}, {against}"
    )
