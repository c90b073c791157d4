"""Lifetime value of a million simulated customers: seconds, memory, and how near the planted parameters come back.

    python benchmarks/clv.py                        # BG/NBD and Gamma-Gamma: fit, and score every customer
    python benchmarks/clv.py --peer                 # the same with `lifetimes` beside it (minutes)
    python benchmarks/clv.py --night                # all that a night does: intervals, levers, every method, hold-out

Histories of whole days, ages 60 to 730 days, are drawn from the two models themselves.
"""

import argparse
import resource
import time

import numpy as np
import pandas as pd

from models.clv import BetaGeoModel, GammaGammaModel, train_clv

PLANTED = {"r": 1.4, "alpha": 32.0, "a": 0.8, "b": 8.0, "p": 6.0, "q": 4.0, "gamma": 250.0}
HORIZON, HOLDOUT = 365, 180


def histories(count: int, *, seed: int = 1) -> pd.DataFrame:
    """Columns of features.ftr_clv and ftr_clv_backtest of simulated customers, the hold-out being the last 180 days."""
    random = np.random.default_rng(seed)
    rate = random.gamma(PLANTED["r"], 1 / PLANTED["alpha"], count)
    drop_out = random.beta(PLANTED["a"], PLANTED["b"], count)
    age = random.integers(60, 730, count)
    columns = {f"{name}_{view}": np.zeros(count) for name in ("x", "t") for view in ("before", "now")}
    clock, is_alive = np.zeros(count), np.ones(count, dtype=bool)
    while is_alive.any():
        clock = clock + random.exponential(1 / rate)
        is_alive &= clock < age
        for view, end in (("before", age - HOLDOUT), ("now", age)):
            seen = is_alive & (clock < end)
            columns[f"x_{view}"][seen] += 1
            columns[f"t_{view}"][seen] = np.ceil(clock[seen])
        is_alive &= random.random(count) > drop_out
    mean = PLANTED["p"] / random.gamma(PLANTED["q"], 1 / PLANTED["gamma"], count)
    bought = {view: np.maximum(columns[f"x_{view}"], 1) for view in ("before", "now")}
    amount = {view: random.gamma(PLANTED["p"] * n) / PLANTED["p"] / n * mean for view, n in bought.items()}
    return pd.DataFrame({**columns, "age": age, "rate": rate, "mean": mean}).assign(
        amount_before=amount["before"], amount_now=amount["now"]
    )


def view(simulated: pd.DataFrame, name: str) -> pd.DataFrame:
    """One of the two views in the columns of the features; `before` only of those who had bought by then."""
    rows = simulated if name == "now" else simulated[simulated["age"] > HOLDOUT]
    x, age = rows[f"x_{name}"], rows["age"] - (HOLDOUT if name == "before" else 0)
    later = (rows["x_now"] - rows["x_before"]) * rows["amount_now"]
    return pd.DataFrame(
        {
            "customer_id": rows.index.astype(str),
            "customer_type": "consumer",
            "frequency": x,
            "recency_days": rows[f"t_{name}"],
            "age_days": age,
            "total_amount": (x + 1) * rows[f"amount_{name}"],
            "recent_days": HOLDOUT,
            "recent_amount": np.where(age > HOLDOUT, x / age * HOLDOUT, x) * rows[f"amount_{name}"],
            "mean_repeat_amount": rows[f"amount_{name}"].where(x > 0),
            "margin_share": 0.4,
            "ticket_count_365_days": 1,
            "holdout_days": HOLDOUT,
            "holdout_amount": later,
        }
    )


class Clock:
    """Prints wall and CPU seconds of each step, and their sum."""

    def __init__(self):
        self.wall = self.cpu = 0.0

    def __call__(self, step: str, work):
        wall, cpu = time.perf_counter(), time.process_time()
        result = work()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        self.wall, self.cpu = self.wall + wall, self.cpu + cpu
        print(f"{step:44s} {wall:7.2f} s wall {cpu:7.2f} s CPU", flush=True)
        return result

    def total(self, what: str) -> None:
        print(f"{what:44s} {self.wall:7.2f} s wall {self.cpu:7.2f} s CPU\n")


def ours(rows: pd.DataFrame) -> None:
    clock = Clock()
    history = (rows["frequency"], rows["recency_days"], rows["age_days"])
    money = (rows["frequency"], rows["mean_repeat_amount"])
    purchases = clock("BG/NBD fit", lambda: BetaGeoModel().fit(*history))
    amounts = clock("Gamma-Gamma fit", lambda: GammaGammaModel().fit(*money))
    clock("expected purchases of a year, probability alive", lambda: purchases.expected_purchases(HORIZON, *history))
    clock("expected amount", lambda: amounts.expected_average_amount(*money))
    clock.total(f"fit and score {len(rows):,} customers")
    for name, planted in PLANTED.items():
        found = getattr(purchases, f"{name}_", None) or getattr(amounts, f"{name}_")
        print(f"    {name:6s} planted {planted:8.3f} found {found:8.3f} ({found / planted - 1:+.1%})")


def lifetimes(rows: pd.DataFrame) -> None:
    from lifetimes import BetaGeoFitter, GammaGammaFitter

    clock = Clock()
    history = (rows["frequency"], rows["recency_days"], rows["age_days"])
    bought = rows[rows["frequency"] > 0]
    purchases = clock("lifetimes: BG/NBD fit", lambda: BetaGeoFitter().fit(*history))
    money = (bought["frequency"], bought["mean_repeat_amount"])
    amounts = clock("lifetimes: Gamma-Gamma fit", lambda: GammaGammaFitter().fit(*money))
    until = purchases.conditional_expected_number_of_purchases_up_to_time
    clock("lifetimes: expected purchases of a year", lambda: until(HORIZON, *history))
    clock("lifetimes: expected amount", lambda: amounts.conditional_expected_average_profit(*money))
    clock.total(f"lifetimes, {len(rows):,} customers")
    print("   ", purchases.params_.round(3).to_dict(), amounts.params_.round(3).to_dict())


def night(simulated: pd.DataFrame) -> None:
    clock = Clock()
    features, backtest = view(simulated, "now"), view(simulated, "before")
    day = pd.Timestamp("2026-01-01").date()
    trained = clock(
        "train: fits, hold-out of every method",
        lambda: train_clv(features, as_of_date=day, backtest=backtest, gaps=_gaps(simulated)),
    )
    clock("score: value, interval, levers, every method", lambda: trained.model.score(features, model_version="v"))
    clock.total("all of a night's lifetime value")
    print("   ", trained.metrics["chosen"]["why"])


def _gaps(simulated: pd.DataFrame) -> pd.DataFrame:
    """Silences as if purchases were evenly spaced: enough for the time that the Markov chain takes."""
    parts = []
    for name, is_backtest in (("now", False), ("before", True)):
        rows = view(simulated, name)
        closed = (rows["recency_days"] / rows["frequency"].clip(lower=1) // 10).repeat(rows["frequency"].astype(int))
        for periods, is_open in ((closed, False), ((rows["age_days"] - rows["recency_days"]) // 10, True)):
            counted = periods.value_counts().rename_axis("silent_periods").reset_index(name="gap_count")
            parts.append(counted.assign(is_open=is_open, is_backtest=is_backtest, customer_type="consumer"))
    return pd.concat(parts, ignore_index=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--customers", type=int, default=1_000_000)
    options.add_argument("--peer", action="store_true", help="lifetimes beside it")
    options.add_argument("--night", action="store_true", help="all of what a night does")
    chosen = options.parse_args()
    simulated = histories(chosen.customers)
    rows = view(simulated, "now")
    ours(rows)
    if chosen.peer:
        lifetimes(rows)
    if chosen.night:
        night(simulated)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.1f} GB")


if __name__ == "__main__":
    main()
