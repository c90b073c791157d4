"""A challenger meets the model in use on a window that neither has seen, or the registry says why not."""

import copy
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from support.simulated_cutoffs import AS_OF
from support.simulated_holdout import simulated_holdout

from models import clv, opportunity, recommendation
from models.clv import train_clv
from models.lifecycle import Duel


@pytest.fixture(scope="module")
def world():
    return simulated_holdout(600, seed=8)


@pytest.fixture(scope="module")
def challenger(world):
    features, backtest, gaps, _ = world
    return train_clv(features, as_of_date=AS_OF, backtest=backtest, gaps=gaps)


def test_equal_models_of_lifetime_value_are_equal_before_the_hold_out(world, challenger):
    duel = clv.duel_on_holdout(challenger, challenger, world[1])
    assert duel.champion == pytest.approx(duel.challenger)
    assert challenger.metrics["judged"]["loss"] == duel.challenger
    assert challenger.beats_baseline and challenger.metrics["judged"]["baseline"] in ("overall_mean", "last_period")


def test_a_champion_of_another_world_foretells_the_hold_out_worse(world, challenger):
    champion = copy.deepcopy(challenger)
    for group in champion.model.comparison_.before_.groups_.values():
        group["bg_nbd"].purchases_.alpha_ *= 4
    duel = clv.duel_on_holdout(champion, challenger, world[1])
    assert duel.champion > duel.challenger


def test_a_champion_whose_learner_has_seen_the_hold_out_is_not_compared(world, challenger):
    champion = copy.deepcopy(challenger)
    champion.model.comparison_.chosen_ = "machine"
    assert clv.duel_on_holdout(champion, challenger, world[1]) == (
        "machine of the model in use cannot foretell the new hold-out"
    )


def with_learner(world, backtest_before):
    features, backtest, gaps, _ = world
    trained = train_clv(features, as_of_date=AS_OF, backtest=backtest, gaps=gaps, backtest_before=backtest_before)
    trained.model.comparison_.chosen_ = "machine"
    return trained


def test_a_learner_of_the_hold_out_before_is_compared_and_one_that_learned_nonsense_loses(world, challenger):
    before = simulated_holdout(600, seed=9)[1]
    champion = with_learner(world, before)
    duel = clv.duel_on_holdout(champion, challenger, world[1])
    assert isinstance(duel, Duel)
    assert duel.champion == pytest.approx(champion.metrics["backtest"]["machine"]["deviance"], abs=1e-6)
    mixed = before.assign(holdout_amount=before["holdout_amount"].sample(frac=1, random_state=3).to_numpy())
    assert clv.duel_on_holdout(with_learner(world, mixed), challenger, world[1]).champion > duel.champion


def test_a_learner_of_customers_whom_one_had_hardly_met_is_not_compared(world, challenger):
    hardly = simulated_holdout(600, seed=9)[1].assign(age_days=5, recency_days=0)
    champion = with_learner(world, hardly)
    assert champion.model.comparison_.machine_before_ is None
    assert "cannot foretell the new hold-out" in clv.duel_on_holdout(champion, challenger, world[1])


def test_a_hold_out_without_purchases_judges_nobody(world, challenger):
    features, backtest, gaps, _ = world
    silent = backtest.assign(holdout_amount=0.0)
    nobody = train_clv(features, as_of_date=AS_OF, backtest=silent, gaps=gaps)
    assert clv.duel_on_holdout(challenger, nobody, silent) == "nobody bought in the hold-out"


def purchases(customers: int, *, turned_on: pd.Timestamp) -> pd.DataFrame:
    """Tastes for groups of products that are dealt anew on a day: who learned before it recommends the wrong ones."""
    rng = np.random.default_rng(4)
    rows = []
    for number in range(customers):
        for day in pd.date_range("2025-01-01", "2025-12-31", freq="30D"):
            first = rng.integers(4) if day < turned_on else number % 4
            taste = (first + np.arange(2)) % 4
            rows += [(f"C{number:03d}", f"S{group}{rng.integers(12):02d}", day) for group in taste]
    frame = pd.DataFrame(rows, columns=["customer_id", "sku", "first_ordered_on"])
    return frame.drop_duplicates(["customer_id", "sku"], ignore_index=True)


def test_recommendations_counted_after_tastes_changed_beat_those_from_before():
    day = date(2026, 1, 1)
    bought = purchases(200, turned_on=pd.Timestamp("2025-04-01"))
    old, new = (
        recommendation.train_recommendation(bought[bought["first_ordered_on"] <= pd.Timestamp(on)], as_of_date=on)
        for on in (day - timedelta(days=170), day)
    )
    duel = recommendation.duel_on_holdout(old, new, bought, as_of_date=day)
    assert isinstance(duel, Duel) and duel.challenger < duel.champion
    assert duel.challenger == pytest.approx(new.metrics["judged"]["loss"], abs=1e-6)
    few = bought[bought["customer_id"] < "C010"]
    assert "customers to judge on, 20 are needed" in recommendation.duel_on_holdout(old, new, few, as_of_date=day)


def deals(count: int, *, seed: int = 1) -> pd.DataFrame:
    """Deals that are won if the decision maker was met, opened over two years."""
    rng = np.random.default_rng(seed)
    met = rng.integers(2, size=count)
    created = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 640, count), unit="D")
    constants = {"employee_count": 50, "budget_ratio": 1.0, "orders_before": 1, "days_since_order_before": 30.0}
    constants |= {"closed_deals_before": 0, "won_deals_before": 0, "amount": 1000.0, "rule_score": 50.0}
    return pd.DataFrame(
        {
            "opportunity_id": [f"O{number:05d}" for number in range(count)],
            "customer_id": "C1",
            "created_on": created,
            "closed_on": created + pd.to_timedelta(rng.integers(10, 90, count), unit="D"),
            "is_won": rng.random(count) < np.where(met == 1, 0.7, 0.2),
            "band": "watch",
            "decision_maker_met": met,
            **constants,
        }
    )


def test_win_probabilities_meet_on_the_deals_that_have_closed_since():
    day = date(2026, 1, 1)
    frame = deals(900)
    earlier = frame[frame["closed_on"] <= pd.Timestamp("2025-07-01")]
    champion = opportunity.train_opportunity(earlier, as_of_date=date(2025, 7, 1))
    challenger = opportunity.train_opportunity(frame, as_of_date=day)
    duel = opportunity.duel_on_deals_closed_since(champion, challenger, frame)
    assert isinstance(duel, Duel) and duel.champion < 0.65 and duel.challenger == pytest.approx(duel.champion, abs=0.05)
    yesterday = opportunity.train_opportunity(frame, as_of_date=day - timedelta(days=1))
    assert opportunity.duel_on_deals_closed_since(yesterday, challenger, frame) == (
        "0 deals have closed since 2025-12-31, 20 with both ends are needed"
    )
