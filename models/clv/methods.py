"""All methods of lifetime value on one view of the customers, fitted per customer type."""

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator

from models.clv.group_value import GroupValue, fitted_groups
from models.clv.simple_methods import DiscountedForecast, HistoricValue, LastPeriod, MarkovChainValue, OverallMean

PROBABILISTIC = "bg_nbd"
BASELINES = {"overall_mean": OverallMean, "last_period": LastPeriod}
SIMPLE = {**BASELINES, "historic": HistoricValue, "discounted": DiscountedForecast}
# Pareto/NBD evaluates two hypergeometric functions a customer and month: beyond this many it is left out.
PARETO_CUSTOMERS = 200_000


class FittedMethods(BaseEstimator):
    """Every method but the learner, as of one day: today, or the begin of a hold-out.

    Attributes: groups_ by customer type and method.
    """

    def fit(self, features: pd.DataFrame, gaps: pd.DataFrame, *, with_bg_nbd: bool) -> "FittedMethods":
        """Fit on rows of features.ftr_clv or ftr_clv_backtest and the same view's rows of features.ftr_clv_gaps.

        `with_bg_nbd` is left out where the model in use is BG/NBD already.
        """
        self.groups_: dict[str, dict] = {}
        probabilistic = fitted_groups(features)[1] if with_bg_nbd else {}
        for kind, rows in features.groupby("customer_type", sort=True):
            own = {name: method().fit(rows) for name, method in SIMPLE.items()}
            own["markov"] = MarkovChainValue().fit(rows, gaps[gaps["customer_type"] == kind])
            if len(features) <= PARETO_CUSTOMERS:
                own["pareto_nbd"] = GroupValue(purchase_model="pareto_nbd").fit(rows)
            if with_bg_nbd:
                own[PROBABILISTIC] = probabilistic[str(kind)]
            self.groups_[str(kind)] = own
        return self

    def values(self, features: pd.DataFrame, days: int, rate: float) -> dict[str, np.ndarray]:
        """Value of the next `days`, discounted, by method, shape (n,); NaN for a customer type that was not fitted."""
        columns: dict[str, np.ndarray] = {}
        for kind, rows in features.groupby("customer_type", sort=True):
            position = features.index.get_indexer(rows.index)
            for name, method in self.groups_.get(str(kind), {}).items():
                value = method.value(rows, days, rate)
                value = value["clv_amount"].to_numpy() if isinstance(value, pd.DataFrame) else value
                columns.setdefault(name, np.full(len(features), np.nan))[position] = value
        return columns
