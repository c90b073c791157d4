"""Tonight's actions: by reason and tier, within consent and capacity, with a share left alone."""

import hashlib
from datetime import date

import numpy as np
import pandas as pd

from models.actions.candidates import consents, growth_candidates, retention_candidates, valued_customers
from models.actions.policy import Policy
from models.tables.actions import TABLES

ASSIGNED, HELD_OUT, OVER_CAPACITY, NOT_PERMITTED = "assigned", "held_out", "over_capacity", "not_permitted"
ANY = "*"


def choose_actions(
    *,
    customers: pd.DataFrame,
    churn: pd.DataFrame,
    clv: pd.DataFrame,
    reasons: pd.DataFrame,
    catalogue: pd.DataFrame,
    rules: pd.DataFrame,
    past: pd.DataFrame,
    policy: Policy,
    as_of: date,
) -> pd.DataFrame:
    """One row per customer and programme who is a candidate tonight, columns of `models.tables.actions`.

    `past`: earlier rows of the same table with as_of_date. The hold-out is drawn among those who would have been
    contacted, after capacity, so that both groups are alike (N9).
    """
    valued = valued_customers(customers, clv, churn, policy)
    parts = [retention_candidates(valued, reasons, policy), growth_candidates(valued, policy)]
    candidates = _rested(pd.concat(parts, ignore_index=True), past, policy, as_of)
    chosen = _with_actions(candidates, rules, catalogue)
    chosen["expected_value_amount"] = (
        chosen["gain_share"] * chosen["assumed_effect_share"] * chosen["value_if_kept"] - chosen["cost_amount"]
    )
    # What costs more than it is expected to bring is not done; solving a complaint is.
    chosen = chosen[(chosen["expected_value_amount"] > 0) | ~chosen["is_measured"] | chosen["action_code"].isna()]
    chosen = chosen.assign(status=_statuses(chosen, policy), holdout_salt=policy.holdout_salt)
    renamed = chosen.rename(columns={"value_if_kept": "value_if_kept_amount"})
    return renamed[list(TABLES["actions"])].sort_values(["programme", "customer_id"], ignore_index=True)


def holdout_position(customer_ids: pd.Series, salt: str) -> np.ndarray:
    """A number in [0, 1) per customer, the same every night for the same salt; shape (n,)."""
    digests = (hashlib.sha256(f"{salt}:{customer_id}".encode()).digest()[:8] for customer_id in customer_ids)
    return np.array([int.from_bytes(digest) / 2**64 for digest in digests], dtype=float)


def _rested(candidates: pd.DataFrame, past: pd.DataFrame, policy: Policy, as_of: date) -> pd.DataFrame:
    """Without those who had a task, or were left alone, within the cool-down; an open complaint does not wait."""
    days = (pd.Timestamp(as_of) - pd.to_datetime(past["as_of_date"])).dt.days
    is_recent = past["status"].isin([ASSIGNED, HELD_OUT]) & (days > 0) & (days <= policy.cool_down_days)
    recent = past[is_recent]
    taken = set(zip(recent["customer_id"], recent["programme"], recent["reason"] == "open_complaint", strict=True))
    keys = zip(candidates["customer_id"], candidates["programme"], candidates["reason"], strict=True)
    free = [
        (customer, programme, True) not in taken
        and (reason == "open_complaint" or (customer, programme, False) not in taken)
        for customer, programme, reason in keys
    ]
    return candidates[np.array(free, dtype=bool)]


def _with_actions(candidates: pd.DataFrame, rules: pd.DataFrame, catalogue: pd.DataFrame) -> pd.DataFrame:
    """The first rule that matches and is permitted; action_code is empty where none is."""
    actions = catalogue.set_index("action_code")
    code = pd.Series([None] * len(candidates), index=candidates.index, dtype=object)
    has_consent = consents(candidates)
    for rule in rules.sort_values("rule_number").itertuples():
        matches = code.isna() & (candidates["programme"] == rule.programme)
        for column in ("reason", "value_tier", "customer_type"):
            wanted = getattr(rule, column)
            matches &= (candidates[column] == wanted) if wanted != ANY else True
        code[matches & (has_consent if actions.at[rule.action_code, "needs_consent"] else True)] = rule.action_code
    details = ["cost_amount", "assumed_effect_share", "due_days", "uses_owner_capacity", "is_holdout_allowed"]
    chosen = candidates.assign(action_code=code).merge(
        catalogue[["action_code", *details]], on="action_code", how="left", validate="many_to_one"
    )
    allowed = chosen["is_holdout_allowed"].astype(object)
    return chosen.assign(is_measured=allowed.where(allowed.notna(), False).astype(bool))


def _statuses(chosen: pd.DataFrame, policy: Policy) -> np.ndarray:
    """Capacity goes to solving complaints first, then to the highest expected value of each owner."""
    is_personal = chosen["uses_owner_capacity"].astype(object).map({True: True}).fillna(False).astype(bool)
    ordered = chosen[is_personal].sort_values(
        ["is_measured", "expected_value_amount", "customer_id"], ascending=[True, False, True]
    )
    place = ordered.groupby(ordered["owner_id"].fillna("")).cumcount().reindex(chosen.index, fill_value=0)
    drawn = holdout_position(chosen["customer_id"], policy.holdout_salt) < policy.holdout_share
    conditions = [
        chosen["action_code"].isna(),
        is_personal & (place >= policy.owner_capacity),
        chosen["is_measured"] & drawn,
    ]
    return np.select(conditions, [NOT_PERMITTED, OVER_CAPACITY, HELD_OUT], ASSIGNED)
