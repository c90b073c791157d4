"""Who could be contacted, why, and what he is worth. Pure frames in, frames out."""

import numpy as np
import pandas as pd

from models.actions.policy import Policy

MOST_VALUE_FACTOR = 10.0
RETENTION, GROWTH = "retention", "growth"


def valued_customers(customers: pd.DataFrame, clv: pd.DataFrame, churn: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """features.ftr_actions with churn_probability, value_if_kept and value_tier; who has no value is left out.

    A lifetime value is already multiplied by the probability that the customer is still there. What is at stake is the
    value if he is: the same divided by that probability, at most ten times as much.
    """
    columns = ["customer_id", "clv_amount", "probability_alive"]
    valued = customers.merge(clv[columns], on="customer_id").merge(
        churn[["customer_id", "churn_probability"]], on="customer_id", how="left"
    )
    alive = valued["probability_alive"].astype(float).fillna(1).clip(lower=1 / MOST_VALUE_FACTOR)
    valued["value_if_kept"] = valued["clv_amount"].astype(float) / alive
    rank = valued["value_if_kept"].rank(ascending=False, method="first", pct=True)
    high, middle = policy.high_value_share, policy.high_value_share + policy.middle_value_share
    valued["value_tier"] = np.select([rank <= high, rank <= middle], ["high", "middle"], "low")
    return valued


def retention_candidates(valued: pd.DataFrame, reasons: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Customers at risk with the reason to act upon.

    `reasons`: customer_id, position, reason (of reference.action_reason_features), those that raise the risk. An open
    complaint comes before anything a model says, and a cause before the symptom `inactive`.
    """
    at_risk = valued[valued["churn_probability"] >= policy.retention_minimum_probability].copy()
    causes = reasons[reasons["reason"] != "inactive"].sort_values("position").drop_duplicates("customer_id")
    cause = at_risk["customer_id"].map(causes.set_index("customer_id")["reason"])
    complained = at_risk["unresolved_complaint_count"].fillna(0) > 0
    at_risk["reason"] = np.where(complained, "open_complaint", cause.fillna("inactive"))
    return at_risk.assign(programme=RETENTION, gain_share=at_risk["churn_probability"])


def growth_candidates(valued: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """High-value customers who are likely to stay, with an occasion to develop them (L5)."""
    stays = valued["churn_probability"].fillna(1) <= policy.growth_maximum_probability
    no_complaint = valued["unresolved_complaint_count"].fillna(0) == 0
    loyal = valued[stays & no_complaint & (valued["value_tier"] == "high")].copy()
    is_due = loyal["days_since_order"] >= 0.8 * loyal["mean_gap_days"]
    may_be_asked = (loyal["nps_class"] == "promoter") & consents(loyal)
    occasions = [loyal["owner_id"].isna(), may_be_asked, is_due.fillna(False)]
    loyal["reason"] = np.select(occasions, ["no_manager", "promoter", "purchase_due"], "none")
    return loyal[loyal["reason"] != "none"].assign(programme=GROWTH, gain_share=1.0)


def consents(customers: pd.DataFrame) -> pd.Series:
    """Whether each customer agreed to marketing; not known is no."""
    return customers["has_marketing_consent"].astype(object).map({True: True}).fillna(False).astype(bool)
