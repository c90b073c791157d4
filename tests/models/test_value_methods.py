"""The methods of lifetime value side by side, and the judge that chooses between them."""

import copy

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr
from support.simulated_cutoffs import AS_OF
from support.simulated_holdout import HOLDOUT_DAYS, simulated_holdout

from models.artifacts import load, save
from models.clv import CustomerLifetimeValue, evaluation_table, train_clv
from models.clv.backtest import backtest_metrics, normalised_gini
from models.clv.comparison import METHODS, choice
from models.clv.methods import BASELINES
from models.clv.simple_methods import DiscountedForecast, HistoricValue, MarkovChainValue


@pytest.fixture(scope="module")
def world():
    return simulated_holdout(1_500, seed=6)


@pytest.fixture(scope="module")
def trained(world):
    features, backtest, gaps, _ = world
    return train_clv(features, as_of_date=AS_OF, backtest=backtest, gaps=gaps)


@pytest.fixture(scope="module")
def scores(world, trained):
    return trained.model.score(world[0], model_version="v")


def test_every_method_values_every_customer(scores):
    amounts = scores[[f"{method}_amount" for method in METHODS if method not in BASELINES]]
    assert np.isfinite(amounts.to_numpy(dtype=float)).all() and (amounts >= 0).all().all()
    assert amounts.corr(method="spearman").min().min() > 0.4


@pytest.mark.parametrize("method", ["bg_nbd", "machine"])
def test_a_value_of_before_is_that_of_the_same_model_and_falls_with_silence(world, trained, method):
    features = world[0].head(200)
    model = copy.deepcopy(trained.model)
    model.comparison_.chosen_ = method
    then = features.assign(age_days=features["age_days"] - 60, total_amount=features["total_amount"])
    then = then[then["age_days"] >= then["recency_days"]]
    scores = model.score(features, model_version="v", earlier=then).set_index("customer_id")
    expected = model.score(then, model_version="v").set_index("customer_id")
    known = scores.loc[expected.index]
    assert known["clv_amount_before"].to_numpy() == pytest.approx(expected["clv_amount"].to_numpy(), rel=0.01, abs=0.01)
    assert (known["probability_alive_before"] == expected["probability_alive"]).all()
    assert scores["clv_amount_before"].isna().sum() == len(features) - len(then) > 0
    if method == "bg_nbd":
        repeated = then.set_index("customer_id")["frequency"] > 0
        assert (known["clv_amount"] < known["clv_amount_before"])[repeated].mean() > 0.95


def test_the_model_that_made_the_data_is_chosen_and_beats_the_documents_methods(trained):
    judged = trained.metrics["backtest"]
    assert set(judged) == set(METHODS) and trained.metrics["chosen"]["method"] == "bg_nbd"
    assert abs(judged["bg_nbd"]["bias"]) < 0.1
    for simple in (*BASELINES, "historic", "discounted", "markov"):
        assert judged["bg_nbd"]["normalised_gini"] > judged[simple]["normalised_gini"]
        assert judged["bg_nbd"]["mae"] < judged[simple]["mae"]


def test_the_order_is_as_near_to_the_true_expectation_as_the_true_parameters_bring_it(world):
    """N13: at least 0.9 of the Spearman correlation with the true expected value that the planted parameters reach."""
    _, backtest, _, true = world
    fitted = CustomerLifetimeValue(horizon_days=HOLDOUT_DAYS, annual_discount_rate=0.0).fit(backtest)
    scored = fitted.score(backtest, model_version="v")["clv_amount"]
    planted = copy.deepcopy(fitted)
    for group in (planted.pooled_, *planted.groups_.values()):
        vars(group.purchases_).update(r_=1.4, alpha_=32.0, a_=0.8, b_=4.0)
        vars(group.amounts_).update(p_=6.0, q_=4.0, gamma_=250.0)
    best = planted.score(backtest, model_version="v")["clv_amount"]
    reached, reachable = (spearmanr(true, values).statistic for values in (scored, best))
    assert reached >= 0.9 * reachable > 0.5


def test_the_chosen_value_has_an_interval_a_margin_and_levers(scores):
    assert (scores["clv_low_amount"] <= scores["clv_amount"]).all()
    assert (scores["clv_amount"] <= scores["clv_high_amount"]).all()
    assert scores["clv_margin_amount"].to_numpy() == pytest.approx(0.4 * scores["clv_amount"].to_numpy(), abs=0.02)
    service = 30 * scores["probability_alive"]
    assert (scores["clv_margin_amount"] - scores["clv_net_amount"]).to_numpy() == pytest.approx(service, abs=0.02)
    share = scores["frequency_lever_amount"].sum() / scores["clv_amount"].sum()
    assert 0.03 < share < 0.1 and (scores["life_lever_amount"] >= 0).all()


def test_the_levers_and_margin_of_another_chosen_method_are_those_of_its_value(world, trained):
    by_learner = copy.deepcopy(trained.model)
    by_learner.comparison_.chosen_ = "machine"
    scores, usual = (model.score(world[0], model_version="v") for model in (by_learner, trained.model))
    assert (scores["clv_amount"] == scores["machine_amount"]).all() and scores["clv_low_amount"].isna().all()
    valued = (scores["clv_amount"] > 1) & (usual["clv_amount"] > 1)
    share, usual_share = (rows["life_lever_amount"][valued] / rows["clv_amount"][valued] for rows in (scores, usual))
    assert share.to_numpy() == pytest.approx(usual_share.to_numpy(), abs=0.02)


def test_the_interval_is_as_wide_as_estimates_from_other_samples_differ():
    """Of three small samples drawn anew, most mean expectations lie within the reach that one of them claims."""
    means, reaches = [], []
    for seed in range(3):
        features, _, _, _ = simulated_holdout(300, seed=100 + seed)
        scored = train_clv(features, as_of_date=AS_OF).model.score(features, model_version="v")
        means.append(scored["clv_amount"].mean())
        reaches.append((scored["clv_high_amount"] / scored["clv_amount"]).median())
    distance = np.abs(np.log(np.array(means) / np.median(means)))
    assert (distance < np.log(np.median(reaches))).mean() >= 0.6
    assert 1.02 < np.median(reaches) < 2


def test_models_with_every_method_survive_saving(world, trained, scores, tmp_path):
    loaded = load(save(trained.model, trained.metadata, artifacts=tmp_path))
    assert loaded.model.score(world[0], model_version="v").equals(scores)


def test_the_evaluation_names_the_chosen_method_once_a_metric(trained):
    table = evaluation_table(trained.metrics, model_version="v")
    assert not table.duplicated(["method", "subject", "metric"]).any()
    assert set(table.loc[table["is_chosen"], "method"]) == {"bg_nbd"}
    assert set(table["subject"]) == {"all", *(f"decile {number}" for number in range(1, 11))}


def test_a_hold_out_without_a_purchase_compares_nothing_and_says_so(world):
    features, backtest, gaps, _ = world
    silent = backtest.assign(holdout_amount=0.0, holdout_purchase_count=0)
    trained = train_clv(features, as_of_date=AS_OF, backtest=silent, gaps=gaps)
    scores = trained.model.score(features, model_version="v")
    assert set(scores["choice_reason"]) == {"no hold-out in which anybody bought: the methods cannot be compared"}
    assert scores["machine_amount"].isna().all() and (scores["clv_amount"] == scores["bg_nbd_amount"]).all()
    assert "0 of 1500 customers bought" in trained.metrics["chosen"]["refused"]["machine"]


def test_another_method_is_chosen_only_if_it_ranks_better_with_a_smaller_error():
    own = {"customers": 9, "normalised_gini": 0.80, "mae": 10.0}
    better = {"customers": 9, "normalised_gini": 0.82, "mae": 9.0}
    assert choice({"bg_nbd": own, "machine": better})[0] == "machine"
    assert choice({"bg_nbd": own, "machine": {**better, "mae": 11.0}})[0] == "bg_nbd"
    assert choice({"bg_nbd": own, "machine": {**better, "normalised_gini": 0.805}})[0] == "bg_nbd"


def test_the_documents_formulas_by_hand():
    rows = pd.DataFrame({"frequency": [1, 1], "recency_days": [365, 100], "age_days": [365, 465]})
    rows["total_amount"] = [1200.0, 465.0]
    historic = HistoricValue().fit(rows)
    assert historic.mean_life_days_ == 465  # 365 + 100 days watched, one customer fell silent
    assert historic.value(rows, 365, 0.1) == pytest.approx([1200, 365])
    months = np.arange(1, 13) / 12
    factor = (np.exp(-months * 365 / 465) / 1.1**months).sum() / 12
    assert DiscountedForecast().fit(rows).value(rows, 365, 0.1) == pytest.approx([1200 * factor, 365 * factor])


def test_the_markov_chain_by_hand():
    """One state: a customer buys in each period with p = (3 + .5) / (4 + 1) = .7 or is gone."""
    gaps = pd.DataFrame({"silent_periods": [0, 1, 0], "is_open": [False, True, True], "gap_count": [3, 1, 9]})
    rows = pd.DataFrame({"frequency": [1], "recency_days": [10], "age_days": [10], "total_amount": [200.0]})
    chain = MarkovChainValue(states=1).fit(rows, gaps)
    assert chain.p_ == pytest.approx([0.7])
    assert chain.value(rows, 20, 0.0) == pytest.approx([100 * (0.7 + 0.7 * 0.7)])


def test_metrics_of_the_backtest_by_hand():
    assert normalised_gini(np.array([3.0, 2, 1]), np.array([30.0, 20, 10])) == 1
    assert normalised_gini(np.array([3.0, 2, 1]), np.array([10.0, 20, 30])) == -1
    metrics = backtest_metrics([0, 10], [5, 10])
    assert (metrics["mae"], metrics["bias"], metrics["spearman"]) == (2.5, 0.5, 1.0)


@pytest.mark.parametrize("customers", [1, 60])
def test_a_handful_of_customers_is_valued_without_the_learner(world, customers):
    features, backtest, gaps, _ = world
    trained = train_clv(features.head(customers), as_of_date=AS_OF, backtest=backtest.head(customers), gaps=gaps)
    scores = trained.model.score(features.head(customers), model_version="v")
    assert scores["machine_amount"].isna().all() and scores["clv_net_amount"].notna().sum() == len(scores)
