"""Training forward in time, its refusals and the rung below."""

import numpy as np
import pandas as pd
import pytest
from support.simulated_cutoffs import AS_OF, simulated_cutoffs

from models.churn import ChurnModel, evaluation_table, score_churn, train_churn
from models.churn.calibration import CalibratedOnLater
from models.churn.cuts import SavingCosts, best_cut, cut_table
from models.churn.features import read_features
from models.churn.reasons import effects
from models.churn.rules import RuleClassifier
from models.churn.survival import WeibullSurvival
from models.churn.windows import split_by_time
from models.errors import FeatureFrameError, LeakageError
from models.tables.churn import TABLES


def plain():
    """The logistic regression alone: for tests that are not about the choice."""
    return ChurnModel(candidates=("logistic",))


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
    assert list(scores.columns) == list(TABLES["churn"])
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
        ({"customers": 60}, "the training window has 60 labelled rows"),
        ({"customers": 600, "base": 50.0}, "600 of them churned: at least 200 rows with 20 of either class"),
    ],
)
def test_too_little_data_falls_back_to_rates_by_recency_and_says_why(case, reason):
    frame = simulated_cutoffs(**{"seed": 1, **case})
    trained = train_churn(frame, as_of_date=AS_OF)
    assert trained.tier == "recency_band_rate" and reason in trained.metadata["reason"]
    assert evaluation_table(trained.metrics, model_version="v").empty, "on no later data: nothing to publish"
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
    assert train_churn(evening, as_of_date=AS_OF, timezone="UTC", model=plain()).tier == "calibrated_logistic"
    with pytest.raises(LeakageError, match="timezone Asia/Shanghai"):
        train_churn(evening, as_of_date=AS_OF, timezone="Asia/Shanghai")


def test_a_column_that_is_not_numeric_is_named(frame):
    with pytest.raises(FeatureFrameError, match=r"features\.ftr_churn\.frequency is not numeric"):
        train_churn(frame.assign(frequency="many"), as_of_date=AS_OF)


def test_every_estimator_is_judged_on_rows_it_has_not_seen_and_the_simplest_wins_where_it_is_true(trained):
    """The simulated customers leave by a logistic law, so that nothing can be better than the logistic regression."""
    judged = trained.metrics["estimators"]
    assert set(judged) == {*ChurnModel().candidates, "recency", "rules"}
    assert all(judged["logistic"]["log_loss"] <= judged[name]["log_loss"] for name in judged)
    assert trained.metrics["chosen"]["estimator"] == "logistic"


def test_a_tree_is_chosen_where_both_extremes_leave(frame):
    random = np.random.default_rng(4)
    strain = random.normal(size=len(frame))
    both = frame.assign(strain=strain)
    known = both["is_churned"].notna().to_numpy()
    is_churned = (np.abs(strain) > 0.8) ^ (random.random(len(frame)) < 0.1)
    both["is_churned"] = pd.Series(is_churned, dtype="boolean").where(known)
    trained = train_churn(both, as_of_date=AS_OF, model=ChurnModel(candidates=("logistic", "gradient_boosting")))
    assert trained.tier == "calibrated_gradient_boosting"
    assert trained.metrics["chosen"]["why"].endswith("better than logistic")
    scores = score_churn(trained.model, both, as_of_date=AS_OF, model_version="v")
    assert set(scores["tier"]) == {"machine_learning"}
    strained = both[(both["cutoff_on"] == AS_OF) & (both["strain"].abs() > 1)]["customer_id"]
    assert (scores.set_index("customer_id").loc[strained, "reason_1"] == "strain").mean() > 0.9


def test_the_planted_driver_is_the_first_reason_of_those_whom_it_struck(frame, trained):
    scores = score_churn(trained.model, frame, as_of_date=AS_OF, model_version="v").set_index("customer_id")
    current = frame[frame["cutoff_on"] == AS_OF].set_index("customer_id")
    struck = scores[current["complaint_count_180_days"].reindex(scores.index) >= 2]
    assert (struck["reason_1"] == "complaint_count_180_days").mean() > 0.8
    assert set(struck.loc[struck["reason_1"] == "complaint_count_180_days", "reason_1_direction"]) == {"raises"}


def test_a_reason_of_the_regression_is_its_exact_term(frame, trained):
    """Setting every reason feature to its reference changes the log odds by the sum of their effects."""
    model = trained.model
    rows = read_features(frame, timezone="UTC")
    rows = rows[rows["cutoff_on"] == pd.Timestamp(AS_OF)].head(50)
    known = rows[~rows["order_gap_ratio"].isna()]
    effect = effects(model.classifier_, known, model.features_, model.reference_, model.reason_features_)
    usual = known.assign(**{name: model.reference_[name] for name in model.reason_features_})
    change = [model.classifier_.decision_function(part[model.features_]) for part in (known, usual)]
    assert effect.sum(axis=1) == pytest.approx(change[0] - change[1], abs=1e-9)


def test_a_feature_that_knows_the_outcome_is_refused_with_an_explanation(frame):
    leaking = frame.assign(cancelled_soon=frame["is_churned"].astype(object).map({True: 1.0, False: 0.0}).fillna(0.0))
    trained = train_churn(leaking, as_of_date=AS_OF, model=plain())
    assert "cancelled_soon" not in trained.model.features_
    assert "AUC of 1.000, above the limit of 0.9" in trained.metrics["refused_features"]["cancelled_soon"]


def test_the_best_cut_is_where_a_contact_begins_to_pay():
    """Everybody is worth 1,000 a year: at margin 0.5 and save rate 0.2 a contact of 50 pays from 0.5 on."""
    probability = np.linspace(0.01, 0.99, 99)
    table = cut_table(probability, probability > 0.5, np.full(99, 1000.0), SavingCosts(50.0, 0.2, 0.5))
    assert best_cut(table) == 0.5
    at_half = next(row for row in table if row["cut"] == 0.5)
    assert at_half["expected_value"] == pytest.approx((100 * probability - 50)[probability >= 0.5].sum())
    assert best_cut(cut_table(probability, probability > 0.5, np.full(99, 10.0), SavingCosts())) is None


def test_the_evaluation_table_holds_every_kind_of_evidence_once(trained):
    table = evaluation_table(trained.metrics, model_version="v")
    assert set(table["evaluation"]) == {"estimator", "calibration", "lift", "cut", "segment"}
    assert not table.duplicated(["evaluation", "subject", "cutoff_on", "metric"]).any()
    lift = table.query("evaluation == 'lift' and metric == 'lift'")["value"].astype(float)
    assert lift.iloc[0] > 1.5 and lift.mean() == pytest.approx(1, abs=0.02)


def test_a_survival_model_recovers_the_planted_effect_from_censored_times():
    random = np.random.default_rng(3)
    X = random.normal(size=(4_000, 2))
    days = 60 * np.exp(0.8 * X[:, 0]) * random.weibull(1.5, 4_000)
    model = WeibullSurvival(90, ridge=0).fit(X, days > 90, days=np.minimum(days, 120), observed=days <= 120)
    assert model.coefficients_ == pytest.approx([0.8, 0.0, np.log(60)], abs=0.05)
    assert 1 / model.scale_ == pytest.approx(1.5, rel=0.05)
    assert model.predict_proba(X)[:, 1].mean() == pytest.approx((days > 90).mean(), abs=0.01)


def test_the_rules_count_a_fall_of_logins_and_a_silence_of_two_months():
    rows = pd.DataFrame({"recency_days": [10, 60, 61, 10], "login_count_30_days": [7, 8, 6, np.nan]})
    rows["login_count_previous_30_days"] = [10, 10, 10, np.nan]
    assert RuleClassifier().fired(rows).tolist() == [1, 1, 2, 0]


def contractual(frame):
    return frame.assign(churn_definition="contractual", days_to_contract_end=np.nan)


def test_churn_by_contract_is_learned_without_the_model_that_waits_for_an_order(frame):
    trained = train_churn(contractual(frame), as_of_date=AS_OF, model=ChurnModel(candidates=("logistic", "survival")))
    assert trained.tier == "calibrated_logistic" and "survival" not in trained.metrics["estimators"]
    assert "days_to_contract_end" not in trained.model.features_


def test_churn_by_contract_is_refused_where_no_end_of_a_contract_is_known(frame):
    unknown = contractual(frame).assign(is_churned=pd.NA)
    trained = train_churn(unknown, as_of_date=AS_OF)
    assert trained.tier == "unavailable" and "crm.accounts.closed_at" in trained.metadata["reason"]
    assert score_churn(trained.model, unknown, as_of_date=AS_OF, model_version="v").empty


def test_many_customers_are_sampled_for_training_and_all_are_scored(frame):
    few = ChurnModel(candidates=("logistic",), max_training_customers=800)
    trained = train_churn(frame, as_of_date=AS_OF, model=few)
    assert trained.metrics["model"]["rows"] == 800 and trained.metadata["trained_rows"] == 5 * 800
    again = train_churn(frame.sample(frac=1, random_state=2), as_of_date=AS_OF, model=few)
    assert again.version == trained.version
    assert len(score_churn(trained.model, frame, as_of_date=AS_OF, model_version="v")) == 2_000


def test_customers_who_are_all_new_get_probabilities_from_what_is_known_of_them():
    new = simulated_cutoffs(600, seed=3).assign(frequency=1, mean_gap_days=np.nan, order_gap_ratio=np.nan)
    trained = train_churn(new, as_of_date=AS_OF, model=plain())
    assert trained.metrics["features_without_values"][:2] == ["order_gap_ratio", "mean_gap_days"]
    scores = score_churn(trained.model, new, as_of_date=AS_OF, model_version="v")
    assert len(scores) == 600 and scores["churn_probability"].between(0, 1, inclusive="neither").all()
    assert not {"mean_gap_days", "order_gap_ratio", "frequency"} & set(scores["reason_1"])


def test_without_any_ticket_the_other_features_are_learned(frame):
    silent = frame.assign(complaint_count_180_days=np.nan)
    trained = train_churn(silent, as_of_date=AS_OF, model=plain())
    assert trained.metrics["model"]["auc"] > 0.6 and "complaint_count_180_days" not in trained.model.reason_features_


def orders_after(cutoffs, *, seed=5):
    """Rows of customers who order at their own rate, from the next day on: the label is a window without an order."""
    random = np.random.default_rng(seed)
    days = np.ceil(random.exponential(1 / cutoffs["rate"]))
    return cutoffs.assign(days_to_next_order=days, churn_window_days=90.0, is_churned=(days > 90).astype(float))


def test_a_window_with_days_off_ahead_is_calibrated_as_the_shorter_one_it_is():
    rate = np.random.default_rng(4).gamma(2, 0.01, 8_000)
    cutoffs = pd.DataFrame({"rate": rate, "recency_days": 0.0, "usual_window_days": 90.0})
    train, calibrate = orders_after(cutoffs), orders_after(cutoffs, seed=6)
    model = ChurnModel().fit(train, calibrate, features=["rate", "recency_days"])
    usual = model.predict_probability(cutoffs).mean()
    for length in (0.9, 1.1):
        ahead = model.predict_probability(cutoffs.assign(usual_window_days=90 * length)).mean()
        planted = (np.exp(-rate * 90 * length) - np.exp(-rate * 90)).mean()
        assert abs(planted) > 0.02 and ahead - usual == pytest.approx(planted, abs=0.006)
    without = model.predict_probability(cutoffs.drop(columns="usual_window_days"))
    assert (without == model.predict_probability(cutoffs)).all()


def test_calibration_mends_what_weights_have_bent_and_keeps_the_order():
    """A model that is too sure of churn by a factor of odds, and unsure of staying: both ends come back."""
    random = np.random.default_rng(2)
    true = random.beta(0.7, 1.3, 20_000)
    bent = true**0.5 / (true**0.5 + (1 - true) ** 2)

    class Bent:
        def predict_proba(self, X):
            return np.column_stack([1 - X, X])

    y = (random.random(len(true)) < true).astype(int)
    calibrated = CalibratedOnLater(Bent()).fit(bent, y).predict_proba(bent)[:, 1]
    assert np.abs(calibrated - true).max() < 0.05 < np.abs(bent - true).max()
    assert (np.diff(calibrated[np.argsort(bent)]) >= 0).all()
