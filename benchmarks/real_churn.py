"""Churn on three public data sets, through the same estimators, calibration and leak check as the nightly model.

    python benchmarks/real_churn.py telco PATH/telco_churn.csv
    python benchmarks/real_churn.py bank PATH/bank_marketing.csv
    python benchmarks/real_churn.py journey HOME    # after: guanxi example complete_journey --home HOME

Telco (IBM's sample, one row a customer): five folds, and what the leak check says of columns that know the outcome.
Bank marketing (UCI 222, in time order): random folds beside forward in time; `duration` is known only after the call.
The Complete Journey: the features of the example's own build, every estimator and baseline at every origin.
"""

import sys
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

from models.churn import ChurnModel, train_churn
from models.churn.metrics import probability_metrics
from models.churn.selection import refused_features

FOLDS, SEED = 5, 7
TURNED = 0.04  # a feature whose AUC is further from 0.5 than this said something
ESTIMATORS = ("logistic", "decision_tree", "random_forest", "gradient_boosting")


def tabular(frame: pd.DataFrame, *, outcome: str, positive: str, left_out: tuple[str, ...] = ()) -> pd.DataFrame:
    """Any table as features and `is_churned`: texts that are numbers become numbers, all others one column a value."""
    features = frame.drop(columns=[outcome, *left_out])
    for name in features.columns:
        numbers = pd.to_numeric(features[name], errors="coerce")
        if numbers.notna().mean() > 0.9:
            features[name] = numbers
    features = pd.get_dummies(features, dtype=float)
    features.columns = [str(name).replace(" ", "_") for name in features.columns]
    return features.assign(is_churned=(frame[outcome].astype(str) == positive).astype(float))


def out_of_fold(rows: pd.DataFrame, features: list[str], estimator: str) -> np.ndarray:
    """Probability of every row by a model that has not seen it; a quarter of each training part calibrates."""
    probability = np.zeros(len(rows))
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(rows, rows["is_churned"]):
        known = rows.iloc[train]
        calibrate = known.groupby("is_churned").sample(frac=0.25, random_state=SEED)
        model = ChurnModel().fit(known.drop(calibrate.index), calibrate, features=features, estimator=estimator)
        probability[test] = model.predict_probability(rows.iloc[test])
    return probability


def report(name: str, y, probability) -> None:
    m = probability_metrics(y, probability)
    print(
        f"{name:40s} AUC {m['auc']:.4f}  AUC-PR {m['average_precision']:.4f}  log loss {m['log_loss']:.4f}  "
        f"ECE {m['expected_calibration_error']:.4f}"
    )


def telco(path: str) -> None:
    frame = pd.read_csv(path, dtype=str)
    outcome = next(name for name in frame.columns if name.lower() in ("churn", "churn label"))
    left_out = tuple(name for name in frame.columns if name.lower() in ("customerid", "lonelyid"))
    rows = tabular(frame, outcome=outcome, positive="Yes", left_out=left_out)
    leaking = rows.assign(final_bill_sent=rows["is_churned"], noise=np.random.default_rng(SEED).random(len(rows)))
    for feature, why in refused_features(leaking, ChurnModel().max_feature_auc).items():
        print(f"refused: {feature}: {why}")
    features = [name for name in rows.columns if name != "is_churned"]
    print(f"Telco, {len(rows)} customers, {len(features)} columns, {FOLDS} folds")
    for estimator in ESTIMATORS:
        report(estimator, rows["is_churned"], out_of_fold(rows, features, estimator))


def bank(path: str) -> None:
    frame = pd.read_csv(path, dtype=str, sep=None, engine="python")
    rows = tabular(frame, outcome="y", positive="yes")
    refused = refused_features(rows, ChurnModel().max_feature_auc)
    for feature, why in refused.items():
        print(f"refused: {feature}: {why}")
    features = [name for name in rows.columns if name not in ("is_churned", *refused)]
    first, second = int(0.6 * len(rows)), int(0.8 * len(rows))
    for estimator in ESTIMATORS:
        report(f"{estimator}, random folds", rows["is_churned"], out_of_fold(rows, features, estimator))
        model = ChurnModel().fit(rows[:first], rows[first:second], features=features, estimator=estimator)
        later = rows[second:]
        report(f"{estimator}, forward in time", later["is_churned"], model.predict_probability(later))
    for name in features:
        then, now = (roc_auc_score(part["is_churned"], part[name]) for part in (rows[:first], rows[second:]))
        if abs(then - 0.5) > TURNED and (then - 0.5) * (now - 0.5) < 0:
            print(f"turned round: {name} alone ranks the first three fifths by {then:.3f}, the last by {now:.3f}")
    if "duration" in rows:
        auc, later = (roc_auc_score(part["is_churned"], part["duration"]) for part in (rows, rows[second:]))
        print(f"duration alone, which nobody knows before the call: AUC {auc:.4f}, in the last fifth {later:.4f}")


def journey(home: str) -> None:
    with duckdb.connect(str(Path(home) / "build" / "warehouse.duckdb"), read_only=True) as build:
        frame = build.execute("select * from features.ftr_churn order by all").df()
    as_of = pd.Timestamp(frame["cutoff_on"].max()).date()
    trained = train_churn(frame, as_of_date=as_of, timezone="America/New_York")
    metrics = trained.metrics
    print(f"windows {metrics['windows']}\nrefused {metrics['refused_features']}\nreason {trained.metadata['reason']}")
    if "origins" in metrics:
        print(pd.DataFrame(metrics["origins"]).round(4).to_string(index=False))
        print(
            "mean over the origins",
            pd.DataFrame(metrics["estimators"]).T.round(4).to_string(),
            metrics["chosen"],
            sep="\n",
        )


if __name__ == "__main__":
    {"telco": telco, "bank": bank, "journey": journey}[sys.argv[1]](sys.argv[2])
