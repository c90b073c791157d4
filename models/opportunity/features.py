"""Reading features.ftr_opportunities: what a deal looked like when it was opened, and how it ended."""

import numpy as np
import pandas as pd

from models.frames import require_columns

TABLE = "features.ftr_opportunities"
FEATURES = (
    "log_amount",
    "log_employees",
    "budget_ratio",
    "has_budget",
    "decision_maker_met",
    "log_orders_before",
    "log_days_since_order",
    "is_new_customer",
    "own_win_rate",
)
REQUIRED = (
    "opportunity_id",
    "customer_id",
    "created_on",
    "closed_on",
    "is_won",
    "band",
    "rule_score",
    "amount",
    "employee_count",
    "budget_ratio",
    "decision_maker_met",
    "orders_before",
    "days_since_order_before",
    "closed_deals_before",
    "won_deals_before",
)


def read_opportunities(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with dates as timestamps and `won` as 1, 0 or NaN. Raises FeatureFrameError on missing columns."""
    require_columns(frame, REQUIRED, table=TABLE)
    return frame.assign(
        created_on=pd.to_datetime(frame["created_on"]).astype("datetime64[us]"),
        closed_on=pd.to_datetime(frame["closed_on"]).astype("datetime64[us]"),
        won=frame["is_won"].astype(object).map({True: 1.0, False: 0.0}).astype(float),
    )


def closed_deals(frame: pd.DataFrame) -> pd.DataFrame:
    """Deals whose end is known, in the order in which they were opened."""
    closed = frame[frame["won"].notna() & frame["closed_on"].notna()]
    return closed.sort_values(["created_on", "opportunity_id"], ignore_index=True)


def feature_matrix(frame: pd.DataFrame) -> pd.DataFrame:
    """Numeric features of shape (n, len(FEATURES)); NaN where unknown.

    A customer's own win rate is shrunken to one half by two imaginary deals, so that one deal does not decide.
    """

    def numbers(name: str) -> pd.Series:
        return pd.to_numeric(frame[name]).astype(float)

    orders, closed, won = numbers("orders_before"), numbers("closed_deals_before"), numbers("won_deals_before")
    features = {
        "log_amount": np.log1p(numbers("amount").clip(lower=0)),
        "log_employees": np.log1p(numbers("employee_count").clip(lower=0)),
        "budget_ratio": numbers("budget_ratio").clip(upper=3),
        "has_budget": numbers("budget_ratio").notna().astype(float),
        "decision_maker_met": numbers("decision_maker_met"),
        "log_orders_before": np.log1p(orders),
        "log_days_since_order": np.log1p(numbers("days_since_order_before").clip(lower=0)),
        "is_new_customer": (orders == 0).astype(float),
        "own_win_rate": (won + 1) / (closed + 2),
    }
    return pd.DataFrame(features, index=frame.index)[list(FEATURES)]
