"""The regressions of all groups, judged together."""

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator

from models.drivers.regression import VARIABLES, explain
from models.errors import FitRefusedError
from models.frames import require_columns

TABLE = "features.ftr_purchase_drivers"
OUTCOMES = ("order_count", "net_amount")
KEYS = ("dimension", "dimension_value", "date_on", "customer_count")
COLLINEAR = 10.0


class PurchaseDrivers(BaseEstimator):
    """Daily orders and revenue of everybody, and of every customer type and region, on outside variables.

    Args:
        false_discovery_rate: share of wrong ones among the effects called shown, over all regressions of a night.

    Learned: effects_ (list of rows), refusals_ (why a group has none).
    """

    def __init__(self, false_discovery_rate: float = 0.05):
        self.false_discovery_rate = false_discovery_rate

    def fit(self, frame: pd.DataFrame) -> "PurchaseDrivers":
        """Fit on features.ftr_purchase_drivers."""
        require_columns(frame, (*KEYS, *OUTCOMES, *VARIABLES), table=TABLE)
        parts, self.refusals_ = [], []
        for (dimension, value), days in frame.groupby(["dimension", "dimension_value"]):
            for outcome in OUTCOMES:
                try:
                    found = explain(days, outcome)
                except FitRefusedError as refused:
                    self.refusals_.append(f"{dimension} {value}, {outcome}: {refused}")
                    continue
                parts.append(found.assign(dimension=dimension, dimension_value=value, outcome=outcome))
        effects = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
        self.effects_ = self._judged(effects).to_dict("records") if parts else []
        return self

    def _judged(self, effects: pd.DataFrame) -> pd.DataFrame:
        adjusted = adjusted_p_values(effects["p_value"].to_numpy())
        is_shown = adjusted < self.false_discovery_rate
        direction = np.where(~is_shown, "none_shown", np.where(effects["coefficient"] > 0, "raises", "lowers"))
        return effects.assign(
            adjusted_p_value=adjusted,
            direction=direction,
            # What one unit more does to purchases, in per cent of them.
            effect_rate=np.expm1(effects["coefficient"].clip(-20, 20)),
            is_collinear=effects["variance_inflation"] > COLLINEAR,
        )


def adjusted_p_values(p_values: np.ndarray) -> np.ndarray:
    """Benjamini and Hochberg (1995), shape (n,); missing ones count as 1."""
    known = np.nan_to_num(p_values, nan=1.0)
    order = np.argsort(known, kind="stable")
    ranked = known[order] * len(known) / np.arange(1, len(known) + 1)
    adjusted = np.empty(len(known))
    adjusted[order] = np.minimum(np.minimum.accumulate(ranked[::-1])[::-1], 1.0)
    return adjusted
