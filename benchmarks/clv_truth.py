"""How near the published order of customers comes to the true one, and how near it could: a company with planted truth.

    python -m benchmarks.clv_truth --customers 5000 --seed 101 --home /some/empty/folder

The generated company's own purchases, without the dirt of its deliveries. The true expected value of a customer knows
his purchase rate, his drop-out, his mean amount and whether he is still there; nobody who sees only purchases can know
them. What can be known at best is told by the planted parameters of the population, applied to the same histories.
"""

import argparse
import json
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from scipy.stats import spearmanr

from benchmarks.purchase_frames import frames
from models.clv import BetaGeoModel, GammaGammaModel, train_clv
from models.clv.group_value import GroupValue


def true_expectation(truth: Path, day: date, horizon_days: int) -> pd.Series:
    """Amount that a customer will spend in (day, day + horizon] in expectation, by true_customer_id."""
    known = duckdb.execute(f"""
        select true_customer_id, purchase_rate_per_day as rate, dropout_probability as dropout, mean_order_amount,
            coalesce(dropped_at > timestamp '{day}' + interval 1 day, true) as is_alive
        from read_parquet('{truth}/customers.parquet')
    """).df()
    purchases = -np.expm1(-known["dropout"] * known["rate"] * horizon_days) / known["dropout"]
    return pd.Series((known["is_alive"] * purchases * known["mean_order_amount"]).to_numpy(), known["true_customer_id"])


def planted_value(features: pd.DataFrame, parameters: dict, horizon_days: int) -> pd.Series:
    """What the planted parameters make of rows of features.ftr_clv, by customer_id; unknown types as consumers."""
    parts = []
    kinds = features["customer_type"].where(features["customer_type"] == "business", "consumer")
    for kind, rows in features.groupby(kinds):
        planted, group = parameters[kind], GroupValue()
        group.purchases_ = BetaGeoModel()
        vars(group.purchases_).update({f"{name}_": planted[name] for name in ("r", "alpha", "a", "b")})
        group.amounts_ = GammaGammaModel()
        vars(group.amounts_).update({f"{name}_": planted[f"spend_{name}"] for name in ("p", "q", "gamma")})
        value = group.value(rows, horizon_days, 0.0)["clv_amount"]
        parts.append(pd.Series(value.to_numpy(), rows["customer_id"].to_numpy()))
    return pd.concat(parts)


def reached_and_reachable(scores: pd.Series, planted: pd.Series, true: pd.Series) -> tuple[float, float]:
    """Spearman with the truth of the scores and of the planted parameters, on the customers that all three know."""
    both = pd.concat({"score": scores, "planted": planted, "true": true}, axis=1, join="inner").dropna()
    return tuple(float(spearmanr(both["true"], both[name]).statistic) for name in ("score", "planted"))


def main() -> None:
    from dagster_project.demo import generate
    from dagster_project.settings import load_settings

    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--customers", type=int, default=5_000)
    options.add_argument("--seed", type=int, required=True)
    options.add_argument("--home", type=Path, required=True)
    chosen = options.parse_args()
    settings = load_settings(chosen.home)
    generate(settings, customers=chosen.customers, days=1, seed=chosen.seed)
    about = json.loads((settings.truth / "parameters.json").read_text())
    day = date.fromisoformat(about["history"][1])
    known = frames(
        f"""
        select true_customer_id as customer_id, customer_type, cast(ordered_at as date) as bought_on,
            total_amount as amount
        from read_parquet('{settings.truth}/orders.parquet') as orders
        inner join read_parquet('{settings.truth}/customers.parquet') as customers using (true_customer_id)
        where not is_cancelled and cast(ordered_at as date) <= date '{day}'
        """,
        day=day,
    )
    trained = train_clv(known["features"], as_of_date=day, backtest=known["backtest"], gaps=known["gaps"])
    scores = trained.model.score(known["features"], model_version="v").set_index("customer_id")["clv_amount"]
    true = true_expectation(settings.truth, day, 365)
    reached, reachable = reached_and_reachable(scores, planted_value(known["features"], about["parameters"], 365), true)
    print(f"{chosen.customers} customers, seed {chosen.seed}: {trained.metrics['chosen']['why']}")
    print(f"Spearman with the true expected value {reached:.4f}, planted parameters {reachable:.4f}", end="")
    print(f", share {reached / reachable:.4f}")


if __name__ == "__main__":
    main()
