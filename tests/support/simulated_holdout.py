"""Buyers whose whole life is simulated, seen at the begin of a hold-out and at its end."""

import numpy as np
import pandas as pd

WATCHED_DAYS, HOLDOUT_DAYS = 720, 180


def simulated_holdout(count: int, *, seed: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, np.ndarray]:
    """Features today, the back-test frame, the gaps of both views, and the true expected amount of the hold-out.

    Purchases are BG/NBD and amounts Gamma-Gamma; the true expectation knows each customer's rate, amount and whether he
    was still there when the hold-out began.
    """
    random = np.random.default_rng(seed)
    rate, drop_out = random.gamma(1.4, 1 / 32.0, count), random.beta(0.8, 4.0, count)
    amount = 6 / random.gamma(4.0, 1 / 250.0, count)
    began = random.integers(0, WATCHED_DAYS - HOLDOUT_DAYS - 30, count)
    days, is_alive_then = [], np.ones(count, dtype=bool)
    for customer in range(count):
        clock, lived = float(began[customer]), [began[customer]]
        while True:
            clock += random.exponential(1 / rate[customer])
            if clock > WATCHED_DAYS:
                break
            lived.append(int(clock))
            if random.random() < drop_out[customer]:
                is_alive_then[customer] = clock > WATCHED_DAYS - HOLDOUT_DAYS
                break
        days.append(np.unique(lived))
    orders = pd.DataFrame(
        {"customer": np.repeat(np.arange(count), [len(d) for d in days]), "day": np.concatenate(days)}
    )
    orders["amount"] = random.gamma(6.0, amount[orders["customer"]] / 6.0)
    begin = WATCHED_DAYS - HOLDOUT_DAYS
    later = orders[orders["day"] > begin].groupby("customer")["amount"].agg(["count", "sum"]).reindex(range(count))
    backtest = _seen(orders[orders["day"] <= begin], begin).assign(
        holdout_days=HOLDOUT_DAYS,
        holdout_purchase_count=later["count"].fillna(0).to_numpy(),
        holdout_amount=later["sum"].fillna(0).to_numpy(),
    )
    gaps = pd.concat([_gaps(orders, WATCHED_DAYS, False), _gaps(orders[orders["day"] <= begin], begin, True)])
    expected = is_alive_then * (1 - np.exp(-drop_out * rate * HOLDOUT_DAYS)) / drop_out * amount
    return _seen(orders, WATCHED_DAYS), backtest, gaps, expected


def _seen(orders: pd.DataFrame, day: int) -> pd.DataFrame:
    first = orders.groupby("customer")["day"].transform("min")
    repeats = orders.assign(
        repeat=orders["amount"].where(orders["day"] > first),
        recent=orders["amount"].where(orders["day"] > day - HOLDOUT_DAYS, 0.0),
    )
    seen = repeats.groupby("customer").agg(
        first=("day", "min"),
        last=("day", "max"),
        frequency=("repeat", "count"),
        mean_repeat_amount=("repeat", "mean"),
        total_amount=("amount", "sum"),
        recent_amount=("recent", "sum"),
    )
    return pd.DataFrame(
        {
            "customer_id": [f"customer-{number:05d}" for number in seen.index],
            "customer_type": "consumer",
            "frequency": seen["frequency"].to_numpy(),
            "recency_days": (seen["last"] - seen["first"]).to_numpy(),
            "age_days": (day - seen["first"]).to_numpy(),
            "total_amount": seen["total_amount"].to_numpy(),
            "recent_amount": seen["recent_amount"].to_numpy(),
            "recent_days": HOLDOUT_DAYS,
            "mean_repeat_amount": seen["mean_repeat_amount"].to_numpy(),
            "margin_share": 0.4,
            "ticket_count_365_days": 1,
        }
    )


def _gaps(orders: pd.DataFrame, day: int, is_backtest: bool) -> pd.DataFrame:
    following = orders.groupby("customer")["day"].shift(-1)
    gaps = pd.DataFrame({"silent_periods": (following.fillna(day) - orders["day"]) // 10, "is_open": following.isna()})
    counted = gaps.groupby(["silent_periods", "is_open"], as_index=False).size().rename(columns={"size": "gap_count"})
    return counted.assign(is_backtest=is_backtest, customer_type="consumer")
