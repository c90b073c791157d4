"""Price response of every customer out of his own orders, partially pooled."""

import numpy as np
import pandas as pd
from scipy import stats
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from models.frames import require_columns
from models.price_sensitivity.pooling import Population, pooled, population

TABLE = "features.ftr_price_sensitivity"
SUMS = ("order_count", "discount_rate_sum", "squared_discount_rate_sum", "sxx", "sxy", "syy")
ESTIMATED, NO_VARIATION, NOT_ENOUGH = "estimated", "no_price_variation", "too_few_customers"
POOLED, UNAVAILABLE = "partial_pooling", "unavailable"
SURE = 0.8


class PriceSensitivity(BaseEstimator):
    """Two readings of the same discounts; both are drawn towards the mean of the customer's type.

    `elasticity`: slope of log volume on the log price factor (one minus the discount share) between the orders of one
    customer, so that who he is cancels out. Refused where his price never varied.
    `usual discount`: the discount share he buys at, and the probability that it is above the mean of all.

    Args:
        minimum_customers: with a price that varied, below which no elasticity is estimated; and with two orders, below
            which nothing is.
        minimum_variation: sum of squares of the log price factor below which a customer's price did not vary.

    Learned: discounts_ (mean, between, within, uncertainty of the mean) and elasticities_ (the same by customer type,
    `all` for the rest); method_, reason_.
    """

    def __init__(self, minimum_customers: int = 30, minimum_variation: float = 1e-4):
        self.minimum_customers = minimum_customers
        self.minimum_variation = minimum_variation

    def fit(self, frame: pd.DataFrame) -> "PriceSensitivity":
        """Fit on features.ftr_price_sensitivity, one row per customer."""
        require_columns(frame, ("customer_id", "customer_type", *SUMS), table=TABLE)
        self.method_, self.reason_, self.elasticities_ = UNAVAILABLE, None, {}
        repeaters = frame[frame["order_count"] >= 2]
        if len(repeaters) < self.minimum_customers:
            self.reason_ = (
                f"{len(repeaters)} customers have two orders with a known discount, {self.minimum_customers} are needed"
            )
            return self
        discounts = _discounts(repeaters)
        if discounts is None:
            self.reason_ = "no order has a discount that another lacks: nothing can be told about prices"
            return self
        self.method_, self.discounts_ = POOLED, _plain(discounts)
        for name, part in [("all", frame), *frame.groupby("customer_type")]:
            if (found := self._elasticities(part)) is not None:
                self.elasticities_[str(name)] = _plain(found)
        return self

    def predict(self, frame: pd.DataFrame) -> pd.DataFrame:
        """One row per customer, index of `frame`: the columns of the table from mean_discount_rate to the status."""
        check_is_fitted(self, "method_")
        count = frame["order_count"].to_numpy(dtype=float)
        mean = frame["discount_rate_sum"].to_numpy(dtype=float) / count
        usual = pooled(mean, count, Population(*self.discounts_))
        spread = np.where(usual.deviation > 0, usual.deviation, 1.0)
        probability = np.where(usual.deviation > 0, stats.norm.cdf((usual.mean - self.discounts_[0]) / spread), 0.5)
        scores = pd.DataFrame(
            {
                "mean_discount_rate": mean,
                "usual_discount_rate": usual.mean.clip(0, 1),
                "usual_discount_low": usual.low.clip(0, 1),
                "usual_discount_high": usual.high.clip(0, 1),
                "sensitivity_probability": probability,
                "band": np.select([probability >= SURE, probability <= 1 - SURE], ["high", "low"], "unclear"),
            },
            index=frame.index,
        )
        return scores.join(self._slopes(frame))

    def _slopes(self, frame: pd.DataFrame) -> pd.DataFrame:
        varies = frame["sxx"].astype(float) >= self.minimum_variation
        status = np.where(varies, ESTIMATED, NO_VARIATION) if self.elasticities_ else NOT_ENOUGH
        columns = {name: np.full(len(frame), np.nan) for name in ("elasticity", "elasticity_low", "elasticity_high")}
        group = frame["customer_type"].where(frame["customer_type"].isin(list(self.elasticities_)), "all")
        for name, known in self.elasticities_.items():
            rows = np.flatnonzero((varies & (group == name)).to_numpy())
            part = frame.iloc[rows]
            precision = part["sxx"].to_numpy(dtype=float)
            slopes = pooled(part["sxy"].to_numpy(dtype=float) / precision, precision, Population(*known))
            for column, values in zip(columns, (slopes.mean, slopes.low, slopes.high), strict=True):
                columns[column][rows] = values
        return pd.DataFrame({**columns, "elasticity_status": status}, index=frame.index)

    def _elasticities(self, frame: pd.DataFrame) -> Population | None:
        """None with too few customers whose price varied, or no order left to measure the noise by."""
        varied = frame[frame["sxx"].astype(float) >= self.minimum_variation]
        free = varied["order_count"].to_numpy(dtype=float) - 2
        if len(varied) < self.minimum_customers or free.sum() < self.minimum_customers:
            return None
        sxx, sxy, syy = (varied[name].to_numpy(dtype=float) for name in ("sxx", "sxy", "syy"))
        residual = np.maximum(syy - sxy**2 / sxx, 0).sum()
        return population(sxy / sxx, sxx, max(residual / free.sum(), 1e-12))


def _discounts(repeaters: pd.DataFrame) -> Population | None:
    count = repeaters["order_count"].to_numpy(dtype=float)
    total = repeaters["discount_rate_sum"].to_numpy(dtype=float)
    squares = np.maximum(repeaters["squared_discount_rate_sum"].to_numpy(dtype=float) - total**2 / count, 0).sum()
    within = squares / (count - 1).sum()
    return population(total / count, count, within) if within > 1e-9 else None


def _plain(known: Population) -> list[float]:
    """As numbers, so that the artifact holds no further type."""
    return [known.mean, known.between, known.within, known.uncertainty]
