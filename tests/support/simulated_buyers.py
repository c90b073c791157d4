"""Buyers drawn from the BG/NBD and Gamma-Gamma models themselves, with the parameters planted."""

import numpy as np
import pandas as pd


def simulated_buyers(
    count: int, *, r: float, alpha: float, a: float, b: float, p: float, q: float, gamma: float, seed: int
) -> pd.DataFrame:
    """Rows as in features.ftr_clv with times in whole days, ages from 60 to 730 days."""
    random = np.random.default_rng(seed)
    rate, drop_out = random.gamma(r, 1 / alpha, count), random.beta(a, b, count)
    age = random.integers(60, 730, count)
    frequency, last, clock = np.zeros(count, dtype=int), np.zeros(count), np.zeros(count)
    is_alive = np.ones(count, dtype=bool)
    while is_alive.any():
        clock = clock + random.exponential(1 / rate)
        is_alive &= clock < age
        frequency[is_alive] += 1
        last[is_alive] = clock[is_alive]
        is_alive &= random.random(count) > drop_out
    return pd.DataFrame(
        {
            "customer_id": [f"customer-{number:06d}" for number in range(count)],
            "customer_type": "consumer",
            "frequency": frequency,
            "recency_days": np.ceil(last).astype(int),
            "age_days": age,
            "mean_repeat_amount": _mean_amounts(random, frequency, p=p, q=q, gamma=gamma),
        }
    )


def _mean_amounts(random, frequency: np.ndarray, *, p: float, q: float, gamma: float) -> np.ndarray:
    nu = random.gamma(q, 1 / gamma, len(frequency))
    bought = np.maximum(frequency, 1)
    return np.where(frequency > 0, random.gamma(p * bought) / bought / nu, np.nan)
