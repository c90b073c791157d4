"""Which model scores on a day, and when none may."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from models.artifacts import MODEL_FILE, save
from models.card import model_card
from models.churn.recency_rate import RecencyRateClassifier
from models.errors import ArtifactError, FitRefusedError, LeakageError
from models.lifecycle import Duel, RetrainPolicy, model_in_use, model_of_day, no_duel, record_day
from models.monitoring import drift, reference_bins
from models.training import described

DAY = date(2026, 1, 1)


def trained_on(day, *, loss=0.5):
    """A tiny sound model of a day."""
    model = RecencyRateClassifier().fit([1, 2, 3, 400], [0, 0, 1, 1])
    metrics = {"model": {"log_loss": loss}, "baseline": {"log_loss": 0.9}}
    about = {"trained_rows": 4, "training_data": "0", "features": ["recency_days"], "tier": "rate", "reason": None}
    return described(model, name="churn", as_of_date=day, metrics=metrics, **about)


@pytest.fixture
def night(tmp_path):
    """Run one night: decide, keep the artifact, record the day."""

    def run(day, *, loss=0.5, duel=None, columns=None, train=None, drifted=None, policy=None):
        used = model_in_use(
            "churn",
            artifacts=tmp_path,
            as_of=day,
            policy=policy or RetrainPolicy(),
            train=train or (lambda: trained_on(day, loss=loss)),
            columns=columns or {"recency_days"},
            duel=duel or no_duel("nothing to compare"),
        )
        if used.trained:
            save(used.trained.model, used.trained.metadata, artifacts=tmp_path)
        record_day(tmp_path, "churn", day, used=used, drift=drifted or {})
        return used

    run.artifacts = tmp_path
    return run


def after(days):
    return DAY + timedelta(days=days)


def fails():
    raise FitRefusedError("no rows")


def test_a_fresh_and_sound_model_is_kept_without_training(night):
    first = night(DAY)
    kept = night(after(6), train=fails)
    assert (first.decision, kept.decision) == ("first", "kept")
    assert kept.trained.version == first.trained.version


@pytest.mark.parametrize(("champion_loss", "decision"), [(0.49, "defended"), (0.5, "promoted")])
def test_a_challenger_takes_over_only_if_it_is_no_worse_on_the_same_later_window(night, champion_loss, decision):
    first = night(DAY)
    used = night(after(7), duel=lambda old, new: Duel("loss", champion=champion_loss, challenger=0.5))
    assert used.decision == decision and "7 days old" in used.why
    assert (used.trained.version == first.trained.version) == (decision == "defended")


def test_a_challenger_that_nothing_can_judge_takes_over_and_says_why(night):
    night(DAY)
    used = night(after(7), duel=no_duel("groups have no outcome"))
    assert used.decision == "promoted" and used.why.endswith("promoted without a duel: groups have no outcome")


def test_a_drifted_feature_is_a_reason_to_train(night):
    night(DAY, drifted={"recency_days": 0.1, "frequency": 0.3})
    assert "frequency drifted by 0.30" in night(after(1)).why


def test_a_missing_column_or_a_damaged_file_keeps_a_model_from_scoring(night):
    first = night(DAY)
    assert "needs columns that are not there: recency_days" in night(after(1), columns={"other"}).why
    path = night.artifacts / "churn" / first.trained.version / MODEL_FILE
    path.write_bytes(path.read_bytes()[:-1])
    (night.artifacts / "churn" / "days" / f"{after(1)}.json").unlink()
    assert "the file was changed or cut short" in night(after(2)).why


def test_without_a_new_model_the_old_one_scores_until_it_is_stale_and_then_none_does(night):
    night(DAY)
    late = night(after(30), train=fails)
    assert late.decision == "kept" and "training failed: no rows" in late.why
    stale = night(after(61), train=fails)
    assert stale.trained is None and "the last model is stale: 61 days old" in stale.why
    with pytest.raises(ArtifactError, match="no model churn scored on 2026-03-03"):
        model_of_day(night.artifacts, "churn", after(61))


def test_inputs_that_leak_stop_everything(night):
    def leaks():
        raise LeakageError("the features would know the answer")

    with pytest.raises(LeakageError):
        night(DAY, train=leaks)


def test_a_day_run_again_decides_the_same_and_its_model_scores_the_same(night):
    night(DAY)
    once = night(after(7))
    night(after(14))
    again = night(after(7))
    assert (again.decision, again.trained.version) == (once.decision, once.trained.version)
    of_that_day = model_of_day(night.artifacts, "churn", after(7)).model
    assert (of_that_day.predict_proba([5, 500]) == once.trained.model.predict_proba([5, 500])).all()


def test_the_stability_index_by_hand_and_of_what_has_not_changed():
    then = pd.DataFrame({"x": np.arange(100.0), "y": np.nan})
    reference = reference_bins(then, ["x", "y"])
    assert drift(reference, then) == {"x": 0.0, "y": 0.0}
    halves = reference_bins(pd.DataFrame({"x": [0.0, 1.0]}), ["x"])
    halves["x"] = {"edges": [0.5], "shares": [0.5, 0.5, 0.0]}
    now = drift(halves, pd.DataFrame({"x": [0.0, 0.0, 0.0, 1.0]}))["x"]
    assert now == pytest.approx(0.25 * np.log(1.5) - 0.25 * np.log(0.5), abs=1e-6)
    assert drift(reference, then.iloc[:0]) == {}


def test_a_card_is_written_from_the_metadata(night):
    card = model_card(night(DAY).trained.metadata)
    assert card.startswith("# Model card: churn ") and "**As of**: 2026-01-01, 4 rows" in card
