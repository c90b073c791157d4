"""Customer lifetime value of every customer, one model per customer type."""

import copy

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from models.clv.comparison import MethodComparison
from models.clv.group_value import fitted_groups
from models.clv.methods import PROBABILISTIC
from models.clv.uncertainty import lever_factors, relative_interval
from models.frames import require_columns
from models.tables.clv import TABLES

FEATURES = ("frequency", "recency_days", "age_days", "mean_repeat_amount")
SCORE_COLUMNS = tuple(TABLES["clv"])
OPTIONAL = ("total_amount", "recent_amount", "recent_days", "margin_share", "ticket_count_365_days")
# Assumptions, not estimates: the warehouse states them beside the features, and they hold at once.
STATED = {"horizon_days": int, "annual_discount_rate": float, "service_cost": float}
LEVERS = ("frequency_lever", "life_lever")
UNKNOWN_TYPE = "unknown"
# Scores are rounded so that the last bits of a library's arithmetic do not make two builds differ.
DECIMALS = {"expected_purchase_count": 4, "expected_average_amount": 2, "probability_alive": 6}
DECIMALS |= {"clv_amount_before": 2, "probability_alive_before": 6}
DECIMALS |= {name: 2 for name in SCORE_COLUMNS if name.endswith("_amount") and name not in DECIMALS}


class CustomerLifetimeValue(BaseEstimator):
    """Revenue expected of every customer over a horizon, discounted: BG/NBD times Gamma-Gamma per customer type.

    With a hold-out to judge on, other methods stand beside it, and the best of all gives `clv_amount`.

    Businesses and consumers buy so differently that one heterogeneity curve fits neither. A group that is too small or
    whose fit is refused borrows the purchase model of all customers and shrinks its own mean amount; if that is refused
    too, purchases are a shrunken rate. `method` of a score and `groups_[...].reasons_` say so.

    Args: service_cost, of one ticket, in the reporting currency; the others as their names say.
    Attributes: groups_, fitted GroupValue by customer type; pooled_, one over all customers, for types not seen before;
    comparison_, a MethodComparison or None; margin_, the mean margin for customers of whom none is known.
    """

    def __init__(
        self,
        horizon_days: int = 365,
        annual_discount_rate: float = 0.10,
        min_customers: int = 100,
        min_repeat_buyers: int = 30,
        service_cost: float = 30.0,
    ):
        self.horizon_days = horizon_days
        self.annual_discount_rate = annual_discount_rate
        self.min_customers = min_customers
        self.min_repeat_buyers = min_repeat_buyers
        self.service_cost = service_cost

    def fit(
        self,
        features: pd.DataFrame,
        *,
        backtest: pd.DataFrame | None = None,
        gaps: pd.DataFrame | None = None,
        backtest_before: pd.DataFrame | None = None,
    ) -> "CustomerLifetimeValue":
        """Fit on features.ftr_clv, one row per customer; with features.ftr_clv_backtest and ftr_clv_gaps compare too.

        `backtest_before` is features.ftr_clv_backtest_before.

        Raises FeatureFrameError on missing columns or impossible histories.
        """
        features = prepared(features)
        least = {"min_customers": self.min_customers, "min_repeat_buyers": self.min_repeat_buyers}
        self.pooled_, self.groups_ = fitted_groups(features, **least)
        self.margin_ = float(features["margin_share"].mean()) if features["margin_share"].notna().any() else None
        self.comparison_ = None
        if backtest is not None and gaps is not None and len(features):
            before = None if backtest_before is None else prepared(backtest_before)
            self.comparison_ = MethodComparison().fit(features, prepared(backtest), _typed(gaps), before)
        return self

    @property
    def is_available_(self) -> bool:
        """False if there is no repeat purchase with an amount in all the data: then nobody can be valued."""
        check_is_fitted(self, "groups_")
        return not pd.isna(self.pooled_.amounts_.mean_amount_)

    def score(self, features: pd.DataFrame, *, model_version: str, earlier: pd.DataFrame | None = None) -> pd.DataFrame:
        """Scores with the columns SCORE_COLUMNS, a row per row of `features`; no row if nobody can be valued.

        `earlier` is features.ftr_clv_earlier, the customers as they stood some time ago: what they were worth then by
        this same model is `clv_amount_before`.
        """
        check_is_fitted(self, "groups_")
        model = self._under(features)
        before = None if earlier is None else model._values(prepared(earlier))
        return model._score(prepared(features), model_version, before)

    def _under(self, features: pd.DataFrame) -> "CustomerLifetimeValue":
        """The same fits under the horizon, discount rate and service cost that the features state, where they do."""
        stated = {
            name: kind(features[name].iloc[0]) for name, kind in STATED.items() if name in features and len(features)
        }
        return copy.copy(self).set_params(**stated)

    def _score(self, features: pd.DataFrame, model_version: str, before: pd.DataFrame | None) -> pd.DataFrame:
        if not self.is_available_:
            features = features.iloc[:0]
        parts = [
            self._group_score(str(customer_type), rows)
            for customer_type, rows in features.groupby("customer_type", sort=True)
        ]
        scores = pd.concat(parts).sort_index() if parts else _empty_scores()
        scores = self._with_methods(scores, features)
        scores = self._with_costs(scores, features)
        if before is not None:
            scores = scores.drop(columns=list(before.columns), errors="ignore").join(before, on="customer_id")
        scores = scores.assign(horizon_days=self.horizon_days, model_version=model_version).round(DECIMALS)
        return scores.sort_values("customer_id", ignore_index=True)[list(SCORE_COLUMNS)]

    def _values(self, features: pd.DataFrame) -> pd.DataFrame:
        """clv_amount_before and probability_alive_before by customer: the value alone, by the chosen method."""
        parts = [
            self.groups_.get(str(kind), self.pooled_)
            .value(rows, self.horizon_days, self.annual_discount_rate)
            .assign(customer_id=rows["customer_id"])
            for kind, rows in features.groupby("customer_type", sort=True)
        ]
        columns = ["customer_id", "clv_amount", "probability_alive"]
        values = pd.concat(parts)[columns] if parts else pd.DataFrame(columns=columns)
        if self.comparison_ is not None and self.comparison_.chosen_ != PROBABILISTIC and len(values):
            every = self.comparison_.values(features, self.horizon_days, self.annual_discount_rate)
            other = every[self.comparison_.chosen_]
            values["clv_amount"] = other.where(other.notna(), values["clv_amount"])
        return values.set_index("customer_id").add_suffix("_before")

    def _group_score(self, customer_type: str, rows: pd.DataFrame) -> pd.DataFrame:
        group = self.groups_.get(customer_type, self.pooled_)
        value = group.value(rows, self.horizon_days, self.annual_discount_rate)
        low, high = relative_interval(group, rows, self.horizon_days)
        levers = lever_factors(group, rows, self.horizon_days)
        amount = value["clv_amount"]
        return value.assign(
            customer_id=rows["customer_id"],
            clv_low_amount=amount * low,
            clv_high_amount=amount * high,
            bg_nbd_amount=amount,
            frequency_lever=levers["frequency"],
            life_lever=levers["life"],
            method=group.method_,
        )

    def _with_methods(self, scores: pd.DataFrame, features: pd.DataFrame) -> pd.DataFrame:
        """The other methods beside it, and the chosen one in `clv_amount`."""
        chosen, reason = PROBABILISTIC, "no hold-out: the methods were not compared"
        if self.comparison_ is not None:
            chosen, reason = self.comparison_.chosen_, self.comparison_.reason_
            values = self.comparison_.values(features, self.horizon_days, self.annual_discount_rate)
            values = values.add_suffix("_amount")
            scores = scores.assign(**{name: values[name] for name in values})
        scores = scores.reindex(columns=list(dict.fromkeys([*scores.columns, *SCORE_COLUMNS])))
        if chosen != PROBABILISTIC:
            other = scores[f"{chosen}_amount"]
            scores["clv_amount"] = other.where(other.notna(), scores["clv_amount"])
            scores[["clv_low_amount", "clv_high_amount"]] = np.nan
        levers = {f"{name}_amount": scores["clv_amount"] * scores[name] for name in LEVERS}
        return scores.assign(chosen_method=chosen, choice_reason=reason, **levers)

    def _with_costs(self, scores: pd.DataFrame, features: pd.DataFrame) -> pd.DataFrame:
        """G5: less the goods' cost, and less the service that so many tickets a year will cost while he stays."""
        margin = features["margin_share"].fillna(np.nan if self.margin_ is None else self.margin_)
        years = self.horizon_days / 365
        stays = scores["probability_alive"].fillna(1.0)
        service = features["ticket_count_365_days"] * self.service_cost * years * stays
        margin_amount = scores["clv_amount"] * margin
        return scores.assign(clv_margin_amount=margin_amount, clv_net_amount=margin_amount - service)


def prepared(features: pd.DataFrame) -> pd.DataFrame:
    """The columns that the models use, as floats, ordered by customer. Raises FeatureFrameError on missing columns."""
    require_columns(features, ("customer_id", "customer_type", *FEATURES), table="features.ftr_clv")
    numbers = {name: pd.to_numeric(features[name]).astype(float) for name in FEATURES}
    known = [name for name in OPTIONAL if name in features]
    numbers |= {name: pd.to_numeric(features[name]).astype(float) for name in known}
    absent = {name: np.nan for name in OPTIONAL if name not in features}
    outcomes = {name: features[name] for name in features if name.startswith("holdout_")}
    prepared = _typed(features)[["customer_id", "customer_type"]].assign(**numbers, **absent, **outcomes)
    return prepared.sort_values("customer_id", ignore_index=True)


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    kind = frame["customer_type"].astype(object)
    return frame.assign(customer_type=kind.where(kind.notna(), UNKNOWN_TYPE).astype(str))


def _empty_scores() -> pd.DataFrame:
    numbers = {name: pd.Series(dtype=float) for name in (*DECIMALS, *LEVERS)}
    return pd.DataFrame({"customer_id": pd.Series(dtype=str), "method": pd.Series(dtype=str), **numbers})
