"""Which customers are worth a call: the expected saved value of every cut (N11)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

CUTS = tuple(round(0.05 * step, 2) for step in range(1, 20))
DAYS_PER_YEAR = 365
# A customer of a few days is not extrapolated to a year of them.
MIN_TENURE_DAYS = 90


@dataclass(frozen=True)
class SavingCosts:
    """What an attempt to keep a customer costs and yields, in the reporting currency; assumptions of the business.

    `save_rate` is the share of leavers whom a contact keeps, `margin` that of a year's revenue which is earned.
    """

    contact_cost: float = 50.0
    save_rate: float = 0.2
    margin: float = 0.3


def yearly_amount(rows: pd.DataFrame) -> np.ndarray:
    """Net amount of a customer in a year at his pace so far, shape (n,); NaN where the features do not tell."""
    if not {"monetary_amount", "tenure_days"} <= set(rows.columns):
        return np.full(len(rows), np.nan)
    tenure = np.maximum(rows["tenure_days"].to_numpy(dtype=float), MIN_TENURE_DAYS)
    return np.maximum(rows["monetary_amount"].to_numpy(dtype=float), 0) / tenure * DAYS_PER_YEAR


def cut_table(probability, is_churned, amount, costs: SavingCosts) -> list[dict[str, float]]:
    """Per cut: who would be contacted, how right that is, and the value it saves, as expected and as it came.

    Arguments of shape (n,). Saved value = sum over contacted of P(churn) save_rate margin amount - contact_cost;
    `realised_value` has the outcome in place of P(churn).
    """
    p, y, amount = (np.asarray(values, dtype=float) for values in (probability, is_churned, amount))
    worth = np.nan_to_num(amount) * costs.margin * costs.save_rate
    table = []
    for cut in CUTS:
        contacted = p >= cut
        caught = float(y[contacted].sum())
        table.append(
            {
                "cut": cut,
                "contacted": int(contacted.sum()),
                "precision": caught / contacted.sum() if contacted.any() else None,
                "recall": caught / y.sum() if y.any() else None,
                "expected_value": float((p * worth - costs.contact_cost)[contacted].sum()),
                "realised_value": float((y * worth - costs.contact_cost)[contacted].sum()),
            }
        )
    return table


def best_cut(table: list[dict[str, float]]) -> float | None:
    """The cut with the highest expected value; None if every one of them loses money."""
    best = max(table, key=lambda row: row["expected_value"], default=None)
    return best["cut"] if best and best["expected_value"] > 0 else None
