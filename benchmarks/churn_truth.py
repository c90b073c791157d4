"""Churn against the planted truth: our AUC beside that of whoever knows what was planted, and our calibration error.

    .venv/bin/python benchmarks/churn_truth.py --customers 5000 --seeds 101 102 --home /some/empty/folder

Makes a company for every seed, runs the nightly job once, and judges (1) the chosen estimator at the newest labelled
cut-off, as training measures it, (2) the published scores by the orders of the following days, which the truth holds
but nobody has delivered yet. Everybody predicts no order in the churn window:

    observer  knows the planted parameters and what was delivered by the cut-off: the true hazard
    no web    the same without visits: at the newest labelled cut-off nobody could have learned yet what they mean
    rate      knows each customer's hidden purchase rate and chance of leaving besides
    alive     knows who has left already: only whether a customer happens to order is left to chance
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score

from models.churn.metrics import probability_metrics

GUANXI = Path(sys.executable).with_name("guanxi")
DRAWS = 500
# Planted in the demo's web events and sales work: visits cease so long before the last order, contacts go on so long.
QUIET_DAYS, CONTACT_DAYS = 21, 61


def truth_sql(home: Path) -> str:
    """Features with the hidden traits of the customer and his next true order after the history."""
    truth = home / "truth"
    return f"""
    with people as (
        select identifiers.customer_id, min(records.true_customer_id) as true_customer_id
        from marts.customer_identifiers as identifiers
        inner join read_parquet('{truth}/records.parquet') as records
            on identifiers.record_system = records.system and identifiers.record_id = records.record_id
        group by all
    ),
    next_orders as (
        select true_customer_id, min(ordered_at) as next_ordered_at
        from read_parquet('{truth}/orders.parquet')
        where not is_cancelled and ordered_at >= (select max(cutoff_on) + 1 from features.ftr_churn)
        group by all
    )
    select features.*, purchase_rate_per_day, dropout_probability, dropped_at, next_ordered_at, churn_probability
    from features.ftr_churn as features
    inner join people using (customer_id)
    inner join read_parquet('{truth}/customers.parquet') as customers using (true_customer_id)
    left join next_orders using (true_customer_id)
    left join ml.churn_scores as scores
        on features.customer_id = scores.customer_id and features.cutoff_on = scores.as_of_date
    """


def lost_odds_by_evidence(rows: pd.DataFrame, planted: dict, *, with_visits: bool) -> np.ndarray:
    """How much likelier what was seen since the last order is of a customer who left with it than of one who stayed."""
    lost, kept = planted["bad_complaint_if_lost"], planted["bad_complaint_if_kept"]
    odds = np.where(rows["bad_complaint_count_since_order"] > 0, lost / kept, (1 - lost) / (1 - kept))
    usual, before_loss = planted["sensitive_discount_order_share"], planted["sensitive_discount_if_lost"]
    had_discount, largest = rows["last_discount_share"] > 0, rows["missed_discount_share"] + rows["last_discount_share"]
    by_discount = np.where(had_discount, before_loss / usual, (1 - before_loss) / (1 - usual))
    odds = odds * np.where(largest > 0.105, by_discount, 1)  # only the price-sensitive get so much
    odds = np.where(rows["interaction_after_order_days"] > CONTACT_DAYS, 0, odds)
    if not with_visits:
        return odds
    silence = np.minimum(rows["days_without_visit"], rows["recency_days"] + QUIET_DAYS).fillna(0)
    was_there = rows["visit_after_order_days"] > -QUIET_DAYS
    return np.where(was_there, 0, odds * np.exp(planted["browsing_sessions_per_day"] * silence))


def hazards(rows: pd.DataFrame, planted: dict) -> dict[str, np.ndarray]:
    """Probability of no order within the window by what is known; BG/NBD (Fader, Hardie & Lee 2005, eq. 6, 7, 10)."""
    kind = np.where(rows["is_business"] == 1, "business", "consumer")
    r, alpha, a, b = (np.array([planted[name][letter] for name in kind]) for letter in ("r", "alpha", "a", "b"))
    x, total = rows["frequency"] - 1, rows["tenure_days"]
    last, window = total - rows["recency_days"], rows["churn_window_days"]
    evidence = lost_odds_by_evidence(rows, planted, with_visits=True)
    without = lost_odds_by_evidence(rows, planted, with_visits=False)
    odds = np.where(x > 0, a / (b + np.maximum(x, 1) - 1) * ((alpha + total) / (alpha + last)) ** (r + x), 0)
    unseen = 1 - ((alpha + total) / (alpha + total + window)) ** (r + x)
    rate, p = rows["purchase_rate_per_day"], rows["dropout_probability"]
    own_odds = np.where(x > 0, p / (1 - p) * np.exp(rate * rows["recency_days"]), 0) * evidence
    quiet = np.exp(-rate * window)
    has_left = pd.to_datetime(rows["dropped_at"]) < pd.to_datetime(rows["cutoff_on"]) + pd.Timedelta(days=1)
    return {
        "observer": 1 - unseen / (1 + odds * evidence),
        "no web": 1 - unseen / (1 + odds * without),
        "rate": 1 - (1 - quiet) / (1 + own_odds),
        "alive": np.where(has_left, 1, quiet),
    }


def calibration_error_by_chance(calibration: list[dict], seed: int) -> tuple[float, float]:
    """Mean and 95 % point of the calibration error of a perfect model on as many rows with these predictions."""
    random = np.random.default_rng(seed)
    rows = np.array([bin_["rows"] for bin_ in calibration])
    p = np.array([bin_["mean_predicted"] for bin_ in calibration])
    errors = (np.abs(random.binomial(rows, p, size=(DRAWS, len(p))) / rows - p) * rows).sum(axis=1) / rows.sum()
    return float(errors.mean()), float(np.quantile(errors, 0.95))


def judge(home: Path, seed: int) -> list[dict]:
    planted = json.loads((home / "truth" / "parameters.json").read_text())["parameters"]
    with duckdb.connect(home / "build" / "warehouse.duckdb", read_only=True) as build:
        rows = build.execute(truth_sql(home)).df()
        (version,) = build.execute("select max_by(model_version, as_of_date) from ml.churn_scores").fetchone()
    numbers = rows.select_dtypes("number").columns
    rows[numbers] = rows[numbers].astype(float)
    metrics = json.loads((home / "artifacts" / "churn" / version / "metadata.json").read_text())["metrics"]
    labelled = rows[rows["is_churned"].notna()]
    newest = labelled[labelled["cutoff_on"] == labelled["cutoff_on"].max()]
    found = [_row(seed, "newest cut-off", newest, newest["is_churned"].astype(int), planted, metrics["model"])]
    found[0] |= {"recency": metrics["baseline"]["auc"], "estimator": metrics["chosen"]["estimator"]}
    scored = rows[rows["churn_probability"].notna()]
    end = pd.to_datetime(scored["cutoff_on"]) + pd.to_timedelta(scored["churn_window_days"] + 1, unit="D")
    left = (~(pd.to_datetime(scored["next_ordered_at"]) < end)).astype(int)
    row = _row(seed, "published scores", scored, left, planted, probability_metrics(left, scored["churn_probability"]))
    return [*found, row | {"recency": roc_auc_score(left, scored["recency_days"])}]


def _row(seed: int, what: str, rows: pd.DataFrame, y, planted: dict, measured: dict) -> dict:
    by_chance, limit = calibration_error_by_chance(measured["calibration"], seed)
    known = {name: roc_auc_score(y, hazard) for name, hazard in hazards(rows, planted).items()}
    error = measured["expected_calibration_error"]
    own = {"seed": seed, "judged": what, "rows": measured["rows"], "ours": measured["auc"]}
    return own | known | {"ece": error, "ece_by_chance": by_chance, "chance_95": limit}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=5_000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[101, 102])
    parser.add_argument("--home", type=Path, required=True)
    options = parser.parse_args()
    found = []
    for seed in options.seeds:
        home = options.home / f"seed-{seed}"
        if not home.exists():
            made = ["--customers", str(options.customers), "--seed", str(seed)]
            subprocess.run([GUANXI, "demo", *made, "--home", str(home)], check=True)
            subprocess.run([GUANXI, "run", "--home", str(home)], check=True)
        found += judge(home, seed)
    print(pd.DataFrame(found).round(4).to_string(index=False))


if __name__ == "__main__":
    main()
