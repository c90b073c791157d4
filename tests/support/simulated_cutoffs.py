"""Rows as in features.ftr_churn in which complaints and silence drive churn, with a known strength."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

AS_OF = date(2026, 6, 30)
DAYS_BEFORE = (0, 90, 120, 150, 180, 210)


def simulated_cutoffs(customers: int, *, seed: int, base: float = -1.5) -> pd.DataFrame:
    """One row per customer and cut-off; the newest has no label, two features no source, one only one value."""
    random = np.random.default_rng(seed)
    return pd.concat([_at(random, customers, days, base) for days in DAYS_BEFORE], ignore_index=True)


def _at(random: np.random.Generator, customers: int, days_before: int, base: float) -> pd.DataFrame:
    cutoff = AS_OF - timedelta(days=days_before)
    gap_ratio, mean_gap = random.gamma(1.5, 0.6, customers), random.gamma(3, 15, customers)
    complaints = random.poisson(0.4, customers)
    log_odds = base + 1.5 * np.log1p(gap_ratio) + 1.2 * complaints
    is_churned = pd.Series(random.random(customers) < 1 / (1 + np.exp(-log_odds))).astype("boolean")
    return pd.DataFrame(
        {
            "customer_id": [f"customer-{number:05d}" for number in range(customers)],
            "cutoff_on": cutoff,
            "is_churned": is_churned if days_before else pd.Series([pd.NA] * customers, dtype="boolean"),
            "latest_event_at": pd.Timestamp(cutoff) - pd.Timedelta(hours=3),
            "recency_days": gap_ratio * mean_gap,
            "frequency": random.poisson(4, customers),
            "monetary_amount": random.lognormal(6, 1, customers),
            "order_gap_ratio": np.where(random.random(customers) < 0.1, np.nan, gap_ratio),
            "mean_gap_days": mean_gap,
            "discount_share": random.random(customers),
            "complaint_count_180_days": complaints,
            "mean_response_hours": np.nan,
            "mean_satisfaction_score": np.nan,
            "category_count": 3,
            "is_business": random.random(customers) < 0.2,
        }
    )
