"""A planted effect of the actions is found, within an interval that is as wide as it should be."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from models.actions import measure_effects
from models.actions.choose import holdout_position
from models.actions.intervals import difference_of_means, difference_of_rates

START = date(2025, 9, 1)
CONTACTED = 0.7


def campaign(count, *, lift, seed, base=0.30, share=0.3):
    """Customers assigned on START; treated ones who are reached buy more often within 30 days."""
    rng = np.random.default_rng(seed)
    ids = pd.Series([f"S{seed}-{n}" for n in range(count)])
    held_out = holdout_position(ids, "salt") < share
    reached = ~held_out & (rng.random(count) < CONTACTED)
    buys = rng.random(count) < base + lift / CONTACTED * reached
    day = [START + timedelta(days=int(d)) for d in rng.integers(1, 30, count)]
    orders = pd.DataFrame({"customer_id": ids, "ordered_on": day, "net_amount": rng.gamma(4, 50, count)})
    assignments = pd.DataFrame(
        {
            "customer_id": ids,
            "programme": "retention",
            "action_code": "care_call",
            "status": np.where(held_out, "held_out", "assigned"),
            "is_measured": True,
            "as_of_date": START,
        }
    )
    contacts = pd.DataFrame({"customer_id": ids, "occurred_on": START + timedelta(days=2)})
    return assignments, orders[buys], contacts[reached]


def effect(*parts, as_of=START + timedelta(days=30), action="care_call", window=30):
    effects = measure_effects(*parts, as_of=as_of).set_index(["action_code", "window_days"])
    return effects.loc[(action, window)]


def test_a_planted_lift_is_recovered_within_its_interval():
    found = effect(*campaign(6000, lift=0.10, seed=7))
    assert found["lift_low"] < 0.10 < found["lift_high"]
    assert found["lift_high"] - found["lift_low"] < 0.06
    assert found["verdict"] == "works"
    assert found["contacted_rate"] == pytest.approx(CONTACTED, abs=0.03)
    assert found["amount_effect_low"] < 0.10 * 200 < found["amount_effect_high"]


def test_the_interval_holds_the_planted_lift_in_95_of_100_campaigns():
    rng = np.random.default_rng(3)
    treated, held_out = rng.binomial(180, 0.30, 2000), rng.binomial(40, 0.18, 2000)
    intervals = [difference_of_rates(int(a), 180, int(b), 40) for a, b in zip(treated, held_out, strict=True)]
    covered = np.mean([interval.low <= 0.12 <= interval.high for interval in intervals])
    assert 0.935 < covered < 0.975


def test_actions_without_effect_are_rarely_said_to_work():
    verdicts = [effect(*campaign(300, lift=0.0, seed=seed))["verdict"] for seed in range(1000, 1080)]
    assert verdicts.count("works") + verdicts.count("harms") <= 11  # 4 of 80 expected, standard deviation 2


def test_newcombe_of_the_published_example():
    interval = difference_of_rates(56, 70, 48, 80)  # Newcombe 1998, table II, example (a), method 10
    assert (round(interval.low, 4), round(interval.high, 4)) == (0.0524, 0.3339)


def test_welch_interval_equals_its_formula():
    interval = difference_of_means([1.0] * 6 + [3.0] * 6, [0.0] * 5 + [1.0] * 7)
    assert interval.difference == pytest.approx(2 - 7 / 12)
    assert interval.low < interval.difference < interval.high


def test_a_window_that_has_not_closed_is_not_measured():
    parts = campaign(500, lift=0.1, seed=1)
    assert measure_effects(*parts, as_of=START + timedelta(days=29)).empty
    assert set(measure_effects(*parts, as_of=START + timedelta(days=60))["window_days"]) == {30, 60}


def test_what_happened_on_the_day_or_after_the_window_does_not_count():
    assignments, _, contacts = campaign(100, lift=0, seed=2)
    days = [START, START + timedelta(days=31)]
    orders = pd.DataFrame({"customer_id": assignments["customer_id"].iloc[0], "ordered_on": days, "net_amount": 9.0})
    found = effect(assignments, orders, contacts)
    assert (found["treated_buyer_rate"], found["held_out_buyer_rate"]) == (0, 0)


def test_a_second_task_within_the_first_ones_window_is_no_new_unit():
    assignments, orders, contacts = campaign(300, lift=0.1, seed=4)
    again = assignments.assign(as_of_date=START + timedelta(days=40))
    late = assignments.assign(as_of_date=START + timedelta(days=90))
    found = effect(pd.concat([assignments, again, late]), orders, contacts, as_of=START + timedelta(days=130))
    assert found["treated_count"] + found["held_out_count"] == 600


def test_tiny_groups_and_no_assignments_say_that_they_are_too_few():
    assert effect(*campaign(12, lift=0.1, seed=5))["verdict"] == "too_few"
    assignments, orders, contacts = campaign(10, lift=0.1, seed=5)
    assert measure_effects(assignments.iloc[:0], orders, contacts, as_of=START).empty
