"""Planted groups are found, named by what sets them apart, and judged; where there are none, none are invented."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from models.artifacts import load, save
from models.segments import BehaviourSegments, segment_tables, train_segments
from models.segments.features import FEATURES

AS_OF = date(2026, 1, 1)
TRAITS = pd.read_csv(Path(__file__).parents[2] / "dbt" / "seeds" / "segment_traits.csv")
PLANTED = {
    "frequent": {"recency_days": 8, "order_count": 40, "monetary_amount": 90_000, "discount_order_share": 0.1},
    "bargain": {"recency_days": 25, "order_count": 8, "monetary_amount": 2_000, "discount_order_share": 0.9},
    "gone": {"recency_days": 400, "order_count": 3, "monetary_amount": 1_500, "discount_order_share": 0.2},
}


def customers(count=600, *, spread=0.25, seed=4, planted=PLANTED):
    rng = np.random.default_rng(seed)
    group = rng.choice(list(planted), count)
    usual = pd.DataFrame([planted[name] for name in group])
    frame = usual.drop(columns="discount_order_share") * np.exp(rng.normal(0, spread, (count, 3)))
    frame["discount_order_share"] = np.clip(usual["discount_order_share"] + rng.normal(0, 0.05, count), 0, 1)
    frame["average_order_amount"] = frame["monetary_amount"] / frame["order_count"]
    frame["tenure_days"], frame["category_count"] = rng.integers(300, 700, count), rng.integers(1, 4, count)
    frame["online_share"], frame["complaints_per_order"] = rng.random(count), rng.random(count) * 0.1
    frame["customer_id"] = [f"C{n:04d}" for n in range(count)]
    frame["is_reachable"] = rng.random(count) < 0.9
    return frame, group


def test_planted_groups_are_found_again_and_pass_the_five_tests():
    frame, group = customers()
    trained = train_segments(frame, as_of_date=AS_OF)
    tables = segment_tables(trained, frame, TRAITS)
    assert adjusted_rand_score(group, tables["segments"]["segment_code"]) > 0.95
    quality = tables["segment_quality"]
    assert quality.groupby("segment_code").size().tolist() == [5, 5, 5]
    assert quality["is_passed"].all()
    (chosen,) = tables["segment_choices"].query("is_chosen").to_dict("records")
    assert (chosen["segment_count"], chosen["method"]) == (3, trained.tier)


def test_a_segment_is_called_by_what_sets_it_apart():
    frame, group = customers()
    tables = segment_tables(train_segments(frame, as_of_date=AS_OF), frame, TRAITS)
    code = tables["segments"].groupby(group)["segment_code"].agg(lambda codes: codes.mode()[0])
    assert "silent" in code["gone"]
    assert "discount" in code["bargain"]
    assert {"big", "frequent", "active", "large_orders"} & set(code["frequent"].split("_"))
    strongest = tables["segment_profiles"].query("trait_position == 1").set_index("segment_code")
    assert strongest.loc[code["gone"], ["feature", "is_high"]].tolist() == ["recency_days", True]


def test_codes_do_not_depend_on_the_numbering_of_the_clusters():
    frame, _ = customers()
    codes = [
        set(
            segment_tables(train_segments(frame, as_of_date=AS_OF, model=BehaviourSegments(seed=seed)), frame, TRAITS)[
                "segments"
            ]["segment_code"]
        )
        for seed in (0, 1)
    ]
    assert codes[0] == codes[1]


def test_one_cloud_of_customers_forms_no_segments():
    one = {"all": {"recency_days": 30, "order_count": 10, "monetary_amount": 5_000, "discount_order_share": 0.5}}
    frame, _ = customers(planted=one, spread=0.5, seed=9)
    rng = np.random.default_rng(2)
    for name in FEATURES:
        frame[name] = np.exp(rng.normal(1, 0.5, len(frame)))
    trained = train_segments(frame, as_of_date=AS_OF)
    assert trained.tier == "unavailable"
    assert "form no segments" in trained.metadata["reason"]
    tables = segment_tables(trained, frame, TRAITS)
    assert tables["segments"].empty
    assert len(tables["segment_choices"]) == 10


@pytest.mark.parametrize(("count", "reason"), [(0, "0 customers"), (60, "60 customers, 100 are needed")])
def test_few_customers_are_refused_by_number(count, reason):
    frame, _ = customers(200)
    trained = train_segments(frame.iloc[:count], as_of_date=AS_OF)
    assert reason in trained.metadata["reason"]
    assert segment_tables(trained, frame.iloc[:count], TRAITS)["segments"].empty


def test_a_constant_and_a_missing_feature_do_no_harm():
    frame, group = customers()
    frame["complaints_per_order"], frame["online_share"] = np.nan, 1.0
    tables = segment_tables(train_segments(frame, as_of_date=AS_OF), frame, TRAITS)
    assert adjusted_rand_score(group, tables["segments"]["segment_code"]) > 0.95


def test_a_saved_grouping_groups_alike(tmp_path):
    frame, _ = customers(300)
    trained = train_segments(frame, as_of_date=AS_OF)
    loaded = load(save(trained.model, trained.metadata, artifacts=tmp_path)).model
    for first, second in zip(trained.model.predict(frame), loaded.predict(frame), strict=True):
        np.testing.assert_allclose(first, second)
