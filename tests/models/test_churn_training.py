"""Training forward in time, its refusals and the rung below."""

import numpy as np
import pandas as pd
import pytest
from support.simulated_cutoffs import AS_OF, simulated_cutoffs

from models.churn import score_churn, train_churn
from models.churn.features import read_features
from models.churn.windows import split_by_time
from models.errors import FeatureFrameError, LeakageError


@pytest.fixture(scope="module")
def frame():
    return simulated_cutoffs(2_000, seed=5)


@pytest.fixture(scope="module")
def trained(frame):
    return train_churn(frame, as_of_date=AS_OF)


def test_the_model_ranks_better_than_recency_alone_and_is_calibrated(trained):
    model, baseline = trained.metrics["model"], trained.metrics["baseline"]
    assert model["auc"] > baseline["auc"] + 0.05
    assert model["log_loss"] < baseline["log_loss"] and model["brier"] < baseline["brier"]
    assert model["expected_calibration_error"] < 0.05
    assert sum(bin_["rows"] for bin_ in model["calibration"]) == model["rows"] == 2_000


def test_no_label_that_was_unknown_at_the_validation_cutoff_is_used_to_measure(frame):
    windows = split_by_time(read_features(frame, timezone="UTC"))
    validation = windows.validate[0]
    label_window = pd.Timestamp(AS_OF) - validation
    assert max(windows.train) < windows.calibrate[0] < validation
    assert windows.calibrate[0] + label_window <= validation and windows.is_purged


def test_the_model_in_use_is_moved_up_to_the_newest_labels(trained):
    windows = trained.metrics["windows"]
    assert windows["refit_calibrate"] == windows["validate"] == ["2026-04-01"]
    assert windows["refit_train"] == ["2025-12-02", "2026-01-01", "2026-01-31", "2026-03-02"]


def test_scores_are_one_row_per_customer_at_the_as_of_date(frame, trained):
    scores = score_churn(trained.model, frame, as_of_date=AS_OF, model_version=trained.version)
    assert list(scores.columns) == ["customer_id", "churn_probability", "model_version", "method"]
    assert scores["customer_id"].is_unique and len(scores) == 2_000
    assert scores["churn_probability"].between(0, 1).all() and scores["churn_probability"].nunique() > 1_500
    assert set(scores["method"]) == {"calibrated_logistic"} and set(scores["model_version"]) == {trained.version}


def test_training_again_on_shuffled_rows_gives_the_same_scores_and_version(frame, trained):
    again = train_churn(frame.sample(frac=1, random_state=9), as_of_date=AS_OF)
    assert again.version == trained.version
    scores = [score_churn(t.model, frame, as_of_date=AS_OF, model_version="v") for t in (trained, again)]
    pd.testing.assert_frame_equal(*scores)


def test_sources_without_values_and_constants_are_reported_and_do_no_harm(trained):
    assert trained.metrics["features_without_values"] == ["mean_response_hours", "mean_satisfaction_score"]
    assert trained.metrics["constant_features"] == ["category_count"]


def test_a_source_that_vanishes_after_training_still_gives_scores(frame, trained):
    without = frame.assign(complaint_count_180_days=np.nan)
    scores = score_churn(trained.model, without, as_of_date=AS_OF, model_version="v")
    assert scores["churn_probability"].between(0, 1).all()


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        ({"customers": 30}, "the training window has 30 labelled rows"),
        ({"customers": 600, "base": 50.0}, "600 of them churned: at least 200 rows with 20 of either class"),
    ],
)
def test_too_little_data_falls_back_to_rates_by_recency_and_says_why(case, reason):
    frame = simulated_cutoffs(**{"seed": 1, **case})
    trained = train_churn(frame, as_of_date=AS_OF)
    assert trained.tier == "recency_band_rate" and reason in trained.metadata["reason"]
    scores = score_churn(trained.model, frame, as_of_date=AS_OF, model_version="v")
    assert len(scores) == case["customers"] and set(scores["method"]) == {"recency_band_rate"}
    assert scores["churn_probability"].between(0, 1, inclusive="neither").all()


def test_without_any_label_nobody_gets_a_score(frame):
    trained = train_churn(frame.assign(is_churned=pd.NA), as_of_date=AS_OF)
    assert trained.tier == "unavailable" and "0 cut-offs have complete labels" in trained.metadata["reason"]
    assert score_churn(trained.model, frame, as_of_date=AS_OF, model_version="v").empty


def test_an_event_after_the_cutoff_is_refused(frame):
    leaking = frame.copy()
    leaking.loc[0, "latest_event_at"] = pd.Timestamp(AS_OF) + pd.Timedelta(days=1)
    with pytest.raises(LeakageError, match=r"1 of 12000 rows .*cut-offs 2026-06-30, timezone UTC"):
        train_churn(leaking, as_of_date=AS_OF)


def test_the_cutoff_day_ends_in_the_business_timezone(frame):
    evening = frame.assign(latest_event_at=pd.to_datetime(frame["cutoff_on"]) + pd.Timedelta(hours=17))
    assert train_churn(evening, as_of_date=AS_OF, timezone="UTC").tier == "calibrated_logistic"
    with pytest.raises(LeakageError, match="timezone Asia/Shanghai"):
        train_churn(evening, as_of_date=AS_OF, timezone="Asia/Shanghai")


def test_a_column_that_is_not_numeric_is_named(frame):
    with pytest.raises(FeatureFrameError, match=r"features\.ftr_churn\.frequency is not numeric"):
        train_churn(frame.assign(frequency="many"), as_of_date=AS_OF)
