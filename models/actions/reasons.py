"""Why a customer is at risk, in the words of the action catalogue."""

import pandas as pd

MODEL_POSITIONS = 3
MOSTLY_DISCOUNTED = 0.5


def model_reasons(churn: pd.DataFrame) -> pd.DataFrame:
    """customer_id, position, feature of what raises the risk, out of the columns reason_1 to reason_3 of the scores."""
    parts = []
    for position in range(1, MODEL_POSITIONS + 1):
        raises = churn[f"reason_{position}_direction"] == "raises"
        named = churn.loc[raises, ["customer_id", f"reason_{position}"]]
        parts.append(named.rename(columns={f"reason_{position}": "feature"}).assign(position=position))
    return pd.concat(parts, ignore_index=True)


def act_upon(churn: pd.DataFrame, features: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    """Reasons in the order in which they count: customer_id, position, reason.

    Args:
        churn: the scores of the churn model with their reasons.
        features: feature, reason; reference.action_reason_features. A feature that is not in it is nothing to act upon.
        customers: features.ftr_actions, from which a rule gives a reason where the model names none.
    """
    named = model_reasons(churn).merge(features, on="feature")[["customer_id", "position", "reason"]]
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
