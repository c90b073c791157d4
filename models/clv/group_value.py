"""Lifetime value of one group of customers who behave alike."""

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator

from models.clv.beta_geo import BetaGeoModel
from models.clv.fallback import ShrunkenAmount, ShrunkenRate
from models.clv.gamma_gamma import GammaGammaModel
from models.clv.history import distinct_pairs
from models.clv.pareto_nbd import ParetoNbdModel
from models.errors import FitRefusedError

PURCHASE_MODELS = {"bg_nbd": BetaGeoModel, "pareto_nbd": ParetoNbdModel}
# The pooled model serves small groups only: more customers would double the time of a fit for digits nobody sees.
POOLED_CUSTOMERS = 100_000
# Purchases are summed and discounted month by month.
DAYS_PER_MONTH = 365 / 12


class GroupValue(BaseEstimator):
    """The best purchase model and the best amount model that the group's data carry.

    Attributes:
        purchases_: BetaGeoModel or, if it is refused, ShrunkenRate. amounts_: GammaGammaModel or ShrunkenAmount.
        method_: which two, for example `bg_nbd+gamma_gamma`; `pooled_` marks a model of all customers.
        reasons_: why a model was refused, empty if none was.
    """

    def __init__(self, min_customers: int = 100, min_repeat_buyers: int = 30, purchase_model: str = "bg_nbd"):
        self.min_customers = min_customers
        self.min_repeat_buyers = min_repeat_buyers
        self.purchase_model = purchase_model

    def fit(self, features: pd.DataFrame) -> "GroupValue":
        """Fit on rows of features.ftr_clv of one group."""
        x, amount = features["frequency"], features["mean_repeat_amount"]
        history = (x, features["recency_days"], features["age_days"])
        self.reasons_ = []
        self.purchases_ = self._first_that_fits(
            PURCHASE_MODELS[self.purchase_model](), ShrunkenRate(), history, features
        )
        self.amounts_ = self._first_that_fits(GammaGammaModel(), ShrunkenAmount(), (x, amount), features)
        self.method_ = _method(self.purchases_, self.amounts_)
        return self

    def borrow(self, pooled: "GroupValue") -> "GroupValue":
        """Take what the group's own data do not carry from a model of all customers.

        Purchases: a rate alone would go on for ever for customers who left long ago. Amounts: only if the group has
        none, because groups differ in amounts more than in habits.
        """
        borrows_purchases = isinstance(self.purchases_, ShrunkenRate) and not isinstance(
            pooled.purchases_, ShrunkenRate
        )
        borrows_amounts = np.isnan(self.amounts_.mean_amount_)
        if borrows_purchases:
            self.purchases_ = pooled.purchases_
        if borrows_amounts:
            self.amounts_ = pooled.amounts_
        self.method_ = _method(self.purchases_, self.amounts_, pooled=(borrows_purchases, borrows_amounts))
        return self

    def _first_that_fits(self, model: BaseEstimator, fallback: BaseEstimator, data: tuple, features: pd.DataFrame):
        repeat_buyers = int((features["frequency"] > 0).sum())
        try:
            if len(features) < self.min_customers or repeat_buyers < self.min_repeat_buyers:
                raise FitRefusedError(
                    f"{type(model).__name__}: {len(features)} customers with {repeat_buyers} repeat buyers, "
                    f"at least {self.min_customers} with {self.min_repeat_buyers} are needed"
                )
            return model.fit(*data)
        except FitRefusedError as refusal:
            self.reasons_.append(str(refusal))
            return fallback.fit(*data)

    def value(self, features: pd.DataFrame, horizon_days: int, annual_discount_rate: float) -> pd.DataFrame:
        """Discounted value, expected purchases and their average amount, probability alive; rows as in `features`.

        The value is the sum over months m of (purchases expected in m) x amount / (1 + rate)^(end of m in years).
        """
        history = (features["frequency"], features["recency_days"], features["age_days"])
        amount = self.amounts_.expected_average_amount(features["frequency"], features["mean_repeat_amount"])
        alive = self.purchases_.probability_alive(*history)
        total, discounted = self._purchases_if_alive(features, horizon_days, annual_discount_rate)
        stays = np.nan_to_num(alive, nan=1.0)
        columns = {
            "clv_amount": discounted * stays * amount,
            "expected_purchase_count": total * stays,
            "expected_average_amount": amount,
            "probability_alive": alive,
        }
        return pd.DataFrame(columns, index=features.index)

    def _purchases_if_alive(self, features: pd.DataFrame, horizon_days: int, rate: float) -> tuple[np.ndarray, ...]:
        """Purchases over the horizon, plain and discounted month by month, of somebody who is still a customer."""
        frequency, age, position = distinct_pairs(features["frequency"], features["age_days"])
        ends = _month_ends(horizon_days)[:, None]
        until = self.purchases_.purchases_if_alive(ends, frequency, age)
        in_month = np.diff(until, axis=0, prepend=0)
        return until[-1][position], (in_month / (1 + rate) ** (ends / 365)).sum(axis=0)[position]


def fitted_groups(
    features: pd.DataFrame, *, min_customers: int = 100, min_repeat_buyers: int = 30
) -> tuple[GroupValue, dict[str, GroupValue]]:
    """One GroupValue of all customers, and one per customer type that borrows from it what it cannot carry itself."""
    sample = features.iloc[:: max(1, len(features) // POOLED_CUSTOMERS)]
    pooled = GroupValue(min_customers, min_repeat_buyers).fit(sample)
    groups = {
        str(customer_type): GroupValue(min_customers, min_repeat_buyers).fit(rows).borrow(pooled)
        for customer_type, rows in features.groupby("customer_type", sort=True)
    }
    return pooled, groups


_NAMES = {
    BetaGeoModel: "bg_nbd",
    ParetoNbdModel: "pareto_nbd",
    ShrunkenRate: "shrunken_rate",
    GammaGammaModel: "gamma_gamma",
    ShrunkenAmount: "shrunken_amount",
}


def _method(purchases, amounts, *, pooled: tuple[bool, bool] = (False, False)) -> str:
    names = zip((purchases, amounts), pooled, strict=True)
    return "+".join(("pooled_" if is_pooled else "") + _NAMES[type(model)] for model, is_pooled in names)


def _month_ends(horizon_days: int) -> np.ndarray:
    months = max(1, round(horizon_days / DAYS_PER_MONTH))
    return np.linspace(horizon_days / months, horizon_days, months)
