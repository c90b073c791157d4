"""What sets a segment apart, what it is called, and whether it passes the five tests (D12)."""

import numpy as np
import pandas as pd
from sklearn.model_selection import cross_val_predict
from sklearn.tree import DecisionTreeClassifier

from models.segments.features import FEATURES, behaviour

TRAITS = 2
MINIMA = {"identifiable": 0.7, "large_enough": 0.05, "reachable": 0.5, "different": 0.8, "workable": 0.6}


def profile(frame: pd.DataFrame, group: np.ndarray) -> pd.DataFrame:
    """One row per group and feature: raw means, and Cohen's d against everybody else on the scaled feature.

    trait_position: 1 for what sets the group apart most. Columns beside those of the table: group.
    """
    values, rows = behaviour(frame), []
    for number in np.unique(group):
        inside = group == number
        ours, theirs = values[inside], values[~inside]
        pooled = np.sqrt((ours.var().fillna(0) + theirs.var().fillna(0)) / 2)
        difference = ((ours.mean() - theirs.mean()) / pooled.where(pooled > 0)).fillna(0)
        order = difference.abs().rank(ascending=False, method="first").astype(int)
        raw = {name: pd.to_numeric(frame[name]).astype(float) for name in FEATURES}
        rows += [
            {
                "group": number,
                "feature": name,
                "mean_value": raw[name][inside].mean(),
                "overall_mean_value": raw[name].mean(),
                "standardised_difference": round(float(difference[name]), 4),
                "trait_position": int(order[name]),
                "is_high": bool(difference[name] > 0),
            }
            for name in FEATURES
        ]
    return pd.DataFrame(rows)


def segment_codes(profiles: pd.DataFrame, traits: pd.DataFrame) -> dict[int, str]:
    """A code per group out of its strongest traits, `silent_small`; as many as it takes to be unique.

    `traits`: reference.segment_traits. Codes follow what the groups are, so that they survive a new numbering.
    """
    words = traits.set_index("feature")
    named = {}
    for number, rows in profiles.sort_values("trait_position").groupby("group"):
        named[int(number)] = [
            words.at[row.feature, "high_code" if row.is_high else "low_code"]
            for row in rows.itertuples()
            if row.feature in words.index
        ]
    for length in range(TRAITS, len(FEATURES) + 1):
        codes = {number: "_".join(parts[:length]) for number, parts in named.items()}
        if len(set(codes.values())) == len(codes):
            return codes
    return {number: f"segment_{number + 1}" for number in named}


def quality(frame: pd.DataFrame, group: np.ndarray, profiles: pd.DataFrame, jaccard: list[float]) -> pd.DataFrame:
    """The five tests of D12 per group: value, minimum_value, is_passed.

    identifiable: recall of a tree of depth 4 on customers it has not seen. large_enough: share of customers. reachable:
    share with consent or a manager. different: the strongest standardised difference. workable: found again in halves.
    """
    values = behaviour(frame).fillna(0).to_numpy()
    fewest = int(np.bincount(group).min())
    told = cross_val_predict(
        DecisionTreeClassifier(max_depth=4, random_state=0), values, group, cv=min(5, max(2, fewest))
    )
    reachable = frame["is_reachable"].astype(object).map({True: 1.0}).fillna(0.0).to_numpy()
    strongest = profiles.assign(size=profiles["standardised_difference"].abs()).groupby("group")["size"].max()
    rows = []
    for number in np.unique(group):
        inside = group == number
        measured = {
            "identifiable": (told[inside] == number).mean(),
            "large_enough": inside.mean(),
            "reachable": reachable[inside].mean(),
            "different": strongest[number],
            "workable": jaccard[number],
        }
        for test, value in measured.items():
            passed = bool(value >= MINIMA[test])
            row = {"group": number, "quality_test": test, "value": float(value), "minimum_value": MINIMA[test]}
            rows.append({**row, "is_passed": passed})
    return pd.DataFrame(rows)
