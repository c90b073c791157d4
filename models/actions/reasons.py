"""Why a customer is at risk, in the words of the action catalogue."""

import pandas as pd

MODEL_POSITIONS = 3
MOSTLY_DISCOUNTED = 0.5


def act_upon(model_reasons: pd.DataFrame, features: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    """Reasons in the order in which they count: customer_id, position, reason.

    Args:
        model_reasons: customer_id, position, feature; what raises the risk of each customer most, from the churn model.
        features: feature, reason; reference.action_reason_features. A feature that is not in it is nothing to act upon.
        customers: features.ftr_actions, from which a rule gives a reason where the model names none.
    """
    named = model_reasons.merge(features, on="feature")[["customer_id", "position", "reason"]]
    return pd.concat([named, rule_reasons(customers)], ignore_index=True)


def rule_reasons(customers: pd.DataFrame) -> pd.DataFrame:
    """Complaints of the last half year, and orders mostly bought on discount, behind every reason of the model."""
    complained = customers["complaint_count_180_days"].fillna(0) > 0
    discounted = customers["discount_order_share"].fillna(0) >= MOSTLY_DISCOUNTED
    parts = [
        customers.loc[holds, ["customer_id"]].assign(position=MODEL_POSITIONS + place, reason=reason)
        for place, (reason, holds) in enumerate([("bad_service", complained), ("price", discounted)], start=1)
    ]
    return pd.concat(parts, ignore_index=True)
