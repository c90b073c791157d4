"""Customer lifetime value of every customer, one model per customer type."""

import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from models.clv.group_value import GroupValue
from models.frames import require_columns

FEATURES = ("frequency", "recency_days", "age_days", "mean_repeat_amount")
SCORE_COLUMNS = (
    "customer_id",
    "clv_amount",
    "expected_purchase_count",
    "expected_average_amount",
    "probability_alive",
    "horizon_days",
    "model_version",
    "method",
)
UNKNOWN_TYPE = "unknown"
# The pooled model serves small groups only: more customers would double the time of a fit for digits nobody sees.
POOLED_CUSTOMERS = 100_000
# Scores are rounded so that the last bits of a library's arithmetic do not make two builds differ.
DECIMALS = {"clv_amount": 2, "expected_purchase_count": 4, "expected_average_amount": 2, "probability_alive": 6}


class CustomerLifetimeValue(BaseEstimator):
    """Revenue expected of every customer over a horizon, discounted: BG/NBD times Gamma-Gamma per customer type.

    Businesses and consumers buy so differently that one heterogeneity curve fits neither. A group that is too small or
    whose fit is refused borrows the purchase model of all customers and shrinks its own mean amount; if that is refused
    too, purchases are a shrunken rate. `method` of a score and `groups_[...].reasons_` say so.

    Attributes: groups_, fitted GroupValue by customer type; pooled_, one over all customers, for types not seen before.
    """

    def __init__(
        self,
        horizon_days: int = 365,
        annual_discount_rate: float = 0.10,
        min_customers: int = 100,
        min_repeat_buyers: int = 30,
    ):
        self.horizon_days = horizon_days
        self.annual_discount_rate = annual_discount_rate
        self.min_customers = min_customers
        self.min_repeat_buyers = min_repeat_buyers

    def fit(self, features: pd.DataFrame) -> "CustomerLifetimeValue":
        """Fit on features.ftr_clv, one row per customer.

        Raises FeatureFrameError on missing columns or impossible histories.
        """
        features = _prepared(features)
        sample = features.iloc[:: max(1, len(features) // POOLED_CUSTOMERS)]
        self.pooled_ = GroupValue(self.min_customers, self.min_repeat_buyers).fit(sample)
        self.groups_ = {}
        for customer_type, rows in features.groupby("customer_type", sort=True):
            group = GroupValue(self.min_customers, self.min_repeat_buyers).fit(rows)
            self.groups_[str(customer_type)] = group.borrow(self.pooled_)
        return self

    @property
    def is_available_(self) -> bool:
        """False if there is no repeat purchase with an amount in all the data: then nobody can be valued."""
        check_is_fitted(self, "groups_")
        return not pd.isna(self.pooled_.amounts_.mean_amount_)

    def score(self, features: pd.DataFrame, *, model_version: str) -> pd.DataFrame:
        """Scores with the columns SCORE_COLUMNS, a row per row of `features`; no row if nobody can be valued."""
        check_is_fitted(self, "groups_")
        features = _prepared(features)
        if not self.is_available_:
            features = features.iloc[:0]
        parts = [
            self._group_score(str(customer_type), rows)
            for customer_type, rows in features.groupby("customer_type", sort=True)
        ]
        scores = pd.concat(parts) if parts else _empty_scores()
        scores = scores.assign(horizon_days=self.horizon_days, model_version=model_version)
        return scores.sort_values("customer_id", ignore_index=True)[list(SCORE_COLUMNS)]

    def _group_score(self, customer_type: str, rows: pd.DataFrame) -> pd.DataFrame:
        group = self.groups_.get(customer_type, self.pooled_)
        value = group.value(rows, self.horizon_days, self.annual_discount_rate).round(DECIMALS)
        return value.assign(customer_id=rows["customer_id"], method=group.method_)


def _prepared(features: pd.DataFrame) -> pd.DataFrame:
    require_columns(features, ("customer_id", "customer_type", *FEATURES), table="features.ftr_clv")
    customer_type = features["customer_type"].astype(object).where(features["customer_type"].notna(), UNKNOWN_TYPE)
    numbers = {name: pd.to_numeric(features[name]).astype(float) for name in FEATURES}
    prepared = features[["customer_id"]].assign(customer_type=customer_type.astype(str), **numbers)
    return prepared.sort_values("customer_id", ignore_index=True)


def _empty_scores() -> pd.DataFrame:
    numbers = {name: pd.Series(dtype=float) for name in DECIMALS}
    return pd.DataFrame({"customer_id": pd.Series(dtype=str), "method": pd.Series(dtype=str), **numbers})
