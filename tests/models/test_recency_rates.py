"""The churn rate by band of recency, computed by hand."""

import numpy as np
import pytest

from models.churn.metrics import probability_metrics
from models.churn.recency_rate import RecencyRateClassifier


def test_a_rate_is_shrunk_towards_the_overall_rate():
    recency = [10] * 60 + [100] * 40
    churned = [0] * 60 + [1] * 30 + [0] * 10
    model = RecencyRateClassifier(bands=2, prior_strength=20).fit(recency, churned)
    overall = 31 / 102
    near, far = (0 + 20 * overall) / 80, (30 + 20 * overall) / 60
    assert model.predict_proba([5, 10, 11, 100, 500])[:, 1] == pytest.approx([near, near, far, far, far])


def test_unknown_recency_counts_as_the_longest():
    model = RecencyRateClassifier(bands=2).fit([1, 1, 9, 9], [0, 0, 1, 1])
    unknown, longest = model.predict_proba([np.nan, 9])[:, 1]
    assert unknown == longest


def test_one_recency_for_all_gives_one_rate():
    model = RecencyRateClassifier().fit([7, 7, 7], [1, 0, 0])
    assert len(model.rates_) == 1 and 0 < model.rates_[0] < 1


def test_calibration_error_is_the_mean_gap_between_prediction_and_outcome():
    metrics = probability_metrics([0, 0, 1, 1], [0.2, 0.2, 0.6, 0.6])
    assert metrics["expected_calibration_error"] == pytest.approx(0.3)
    assert metrics["brier"] == pytest.approx((2 * 0.04 + 2 * 0.16) / 4) and metrics["auc"] == 1
