"""Time and memory of churn training and scoring at a size, on the features of a company that was built before.

    .venv/bin/python benchmarks/churn_size.py --home HOME --customers 1000000

Repeats the customers of HOME's features under new numbers, with a hundredth of noise, until so many are there; then
does what the nightly step does with them. The SQL that makes the features is not in these figures.
"""

import argparse
import resource
import time
from pathlib import Path

import duckdb
import pandas as pd

from models.churn import score_churn, train_churn

# Not to be blurred: what is no feature, and what a feature's noise would make a different kind of value.
KEPT = ("customer_id", "cutoff_on", "is_churned", "days_to_next_order", "days_to_contract_end", "churn_window_days")
KEPT += ("usual_window_days", "latest_event_at", "is_business", "churn_definition")


def repeated_sql(build: duckdb.DuckDBPyConnection, customers: int) -> str:
    (there,) = build.execute("select count(distinct customer_id) from features.ftr_churn").fetchone()
    names = [name for name, *_ in build.execute("describe features.ftr_churn").fetchall() if name not in KEPT]
    blurred = ", ".join(f"{name} * (1 + 0.01 * (random() - 0.5)) as {name}" for name in names)
    copies = -(-customers // there)
    return f"""
    select * exclude (copy) replace (customer_id || '-' || copy as customer_id, {blurred})
    from features.ftr_churn cross join range({copies}) as copies (copy)
    """


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--customers", type=int, default=1_000_000)
    options = parser.parse_args()
    with duckdb.connect(str(options.home / "build" / "warehouse.duckdb"), read_only=True) as build:
        build.execute("set memory_limit = '2GB'")
        frame = build.execute(repeated_sql(build, options.customers)).df()
    as_of = pd.Timestamp(frame["cutoff_on"].max()).date()
    print(f"{frame['customer_id'].nunique():,} customers, {len(frame):,} rows, {len(frame.columns)} columns")
    started, cpu = time.perf_counter(), time.process_time()
    trained = train_churn(frame, as_of_date=as_of, timezone="Asia/Shanghai")
    report("train", started, cpu)
    started, cpu = time.perf_counter(), time.process_time()
    scores = score_churn(
        trained.model, frame, as_of_date=as_of, model_version=trained.version, timezone="Asia/Shanghai"
    )
    report(f"score {len(scores):,}", started, cpu)
    print(trained.metrics["chosen"]["why"])


def report(what: str, started: float, cpu: float) -> None:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    wall, used = time.perf_counter() - started, time.process_time() - cpu
    print(f"{what:<20} {wall:7.1f} s wall {used:7.1f} s CPU, peak so far {memory:.2f} GB", flush=True)


if __name__ == "__main__":
    main()
