"""What the actions brought: treated against held out, by intention to treat, with confidence intervals (N9, L7)."""

from datetime import date

import numpy as np
import pandas as pd

from models.actions.intervals import detectable_difference, difference_of_means, difference_of_rates
from models.tables.actions import TABLES

WINDOWS_DAYS = (30, 60, 90)


def measure_effects(
    assignments: pd.DataFrame, purchases: pd.DataFrame, contacts: pd.DataFrame, *, as_of: date
) -> pd.DataFrame:
    """Effect on buying again and on net revenue, per programme and action and after 30, 60 and 90 days.

    No row pools the actions of a programme: one that works would lend its effect to one that does not.

    Args:
        assignments: customer_id, programme, action_code, status, is_measured, as_of_date of all earlier nights.
        purchases: customer_id, ordered_on, net_amount. contacts: customer_id, occurred_on; CRM interactions.

    Only assignments whose window has closed by `as_of` count, and of each customer and programme only those that begin
    after the longest window of the one before. Nobody is dropped for not having been reached: that would compare the
    willing with everybody; contacted_rate tells how many were. Columns of `models.tables.action_effects`.
    """
    units = _separate(assignments[assignments["is_measured"].astype(bool)])
    rows = []
    for window in WINDOWS_DAYS:
        closed = units[units["assigned_on"] + pd.Timedelta(days=window) <= pd.Timestamp(as_of)]
        outcomes = _outcomes(closed, purchases, contacts, window)
        rows += [
            {"programme": programme, "action_code": action, "window_days": window, **_effect(part)}
            for (programme, action), part in outcomes.groupby(["programme", "action_code"])
        ]
    return pd.DataFrame(rows, columns=list(TABLES["action_effects"]))


def _separate(assignments: pd.DataFrame) -> pd.DataFrame:
    """Assigned or held out, no two of a customer and programme within the longest window."""
    units = assignments[assignments["status"].isin(["assigned", "held_out"])].copy()
    units["assigned_on"] = pd.to_datetime(units["as_of_date"]).astype("datetime64[us]")
    units = units.sort_values(["customer_id", "programme", "assigned_on"], ignore_index=True)
    kept, last = [], {}
    for customer, programme, day in zip(units["customer_id"], units["programme"], units["assigned_on"], strict=True):
        before = last.get((customer, programme))
        kept.append(before is None or (day - before).days >= max(WINDOWS_DAYS))
        if kept[-1]:
            last[customer, programme] = day
    return units[np.array(kept, dtype=bool)].reset_index(drop=True)


def _outcomes(units: pd.DataFrame, purchases: pd.DataFrame, contacts: pd.DataFrame, window: int) -> pd.DataFrame:
    units = units.reset_index(drop=True)
    bought = _within(units, purchases, "ordered_on", window)
    amount = bought.groupby("unit")["net_amount"].sum().astype(float)
    reached = _within(units, contacts, "occurred_on", window)["unit"].unique()
    return units.assign(
        is_treated=units["status"] == "assigned",
        has_bought=units.index.isin(bought["unit"].unique()),
        amount=amount.reindex(units.index, fill_value=0.0),
        was_contacted=units.index.isin(reached),
    )


def _within(units: pd.DataFrame, events: pd.DataFrame, column: str, window: int) -> pd.DataFrame:
    """Events of each unit in the days after its assignment, with the unit's row number as `unit`."""
    joined = units[["customer_id", "assigned_on"]].assign(unit=units.index).merge(events, on="customer_id")
    age = (pd.to_datetime(joined[column]) - joined["assigned_on"]).dt.days
    return joined[(age > 0) & (age <= window)]


def _effect(part: pd.DataFrame) -> dict:
    treated, control = part[part["is_treated"]], part[~part["is_treated"]]
    counts = (int(treated["has_bought"].sum()), len(treated), int(control["has_bought"].sum()), len(control))
    rates, means = difference_of_rates(*counts), difference_of_means(treated["amount"], control["amount"])
    return {
        "treated_count": len(treated),
        "held_out_count": len(control),
        "contacted_rate": treated["was_contacted"].mean(),
        "treated_buyer_rate": treated["has_bought"].mean(),
        "held_out_buyer_rate": control["has_bought"].mean(),
        "lift": rates.difference,
        "lift_low": rates.low,
        "lift_high": rates.high,
        "detectable_lift": detectable_difference(*counts),
        "treated_mean_amount": treated["amount"].mean(),
        "held_out_mean_amount": control["amount"].mean(),
        "amount_effect": means.difference,
        "amount_effect_low": means.low,
        "amount_effect_high": means.high,
        "verdict": _verdict(rates.low, rates.high),
    }


def _verdict(low: float, high: float) -> str:
    if np.isnan(low):
        return "too_few"
    if low > 0:
        return "works"
    return "harms" if high < 0 else "not_shown"
