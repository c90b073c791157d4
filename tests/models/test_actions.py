"""Actions follow reason, tier, consent and capacity; the hold-out is drawn after all of them."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from support.action_seeds import CATALOGUE, POLICY, RULES

from models.actions import Policy, choose_actions, read_policy
from models.errors import FeatureFrameError

AS_OF = date(2026, 1, 1)
NO_PAST = pd.DataFrame(columns=["as_of_date", "customer_id", "programme", "status", "reason"])


def policy(**changes) -> Policy:
    return Policy(**{**vars(POLICY), **changes})


def night(count=200, *, past=NO_PAST, policy=POLICY, reason="price", probability=0.8, **columns):
    ids = [f"C{n:04d}" for n in range(count)]
    customers = pd.DataFrame(
        {
            "customer_id": ids,
            "customer_type": "business",
            "owner_id": "E1",
            "has_marketing_consent": True,
            "unresolved_complaint_count": 0,
            "days_since_order": 60.0,
            "mean_gap_days": 30.0,
            "nps_class": None,
            **columns,
        }
    )
    value = np.linspace(100_000, 1_000, count)
    return choose_actions(
        customers=customers,
        churn=pd.DataFrame({"customer_id": ids, "churn_probability": probability}),
        clv=pd.DataFrame({"customer_id": ids, "clv_amount": value, "probability_alive": 0.5}),
        reasons=pd.DataFrame({"customer_id": ids, "position": 1, "reason": reason}),
        catalogue=CATALOGUE,
        rules=RULES,
        past=past,
        policy=policy,
        as_of=AS_OF,
    )


def test_no_owner_gets_more_tasks_than_his_capacity_and_the_most_valuable_come_first():
    owners = [f"E{n % 3}" for n in range(200)]
    chosen = night(owner_id=owners, reason="inactive", policy=policy(owner_capacity=4, holdout_share=0.0))
    calls = chosen[chosen["action_code"] == "care_call"]
    taken = calls[calls["status"] == "assigned"]
    assert taken.groupby("owner_id").size().tolist() == [4, 4, 4]
    left = calls[calls["status"] == "over_capacity"]
    for owner, mine in taken.groupby("owner_id"):
        assert mine["expected_value_amount"].min() > left.loc[left["owner_id"] == owner, "expected_value_amount"].max()


def test_without_consent_nobody_gets_an_offer_and_unknown_consent_is_none():
    consent = [(True, False, None)[n % 3] for n in range(600)]
    chosen = night(600, has_marketing_consent=consent, customer_type="consumer").set_index("customer_id")
    needs_consent = CATALOGUE.set_index("action_code")["needs_consent"]
    offered = chosen[chosen["action_code"].map(needs_consent).fillna(False).astype(bool)]
    assert len(offered) > 50
    assert {int(customer[1:]) % 3 for customer in offered.index} == {0}
    silent = chosen[chosen["status"] == "not_permitted"]
    assert len(silent) > 50
    assert set(silent["value_tier"]) == {"low"}


def test_an_open_complaint_comes_before_any_reason_of_the_model_and_is_never_held_out():
    chosen = night(unresolved_complaint_count=1, policy=policy(holdout_share=1.0, owner_capacity=500))
    assert set(chosen["action_code"]) == {"service_recovery"}
    assert set(chosen["status"]) == {"assigned"}


def test_the_hold_out_is_a_random_share_of_those_who_would_have_been_contacted():
    wide = policy(owner_capacity=10_000, holdout_share=0.2)
    chosen = night(5000, reason="inactive", policy=wide)
    held_out = chosen["status"] == "held_out"
    assert held_out.mean() == pytest.approx(0.2, abs=0.02)
    values = chosen["value_if_kept_amount"]
    assert values[held_out].mean() == pytest.approx(values[~held_out].mean(), rel=0.1)
    again = night(5000, reason="inactive", policy=wide)
    pd.testing.assert_frame_equal(again, chosen)
    other = night(5000, reason="inactive", policy=policy(owner_capacity=10_000, holdout_share=0.2, holdout_salt="2"))
    assert (other["status"] == "held_out").ne(held_out).sum() > 500


def test_capacity_is_not_spent_twice_on_those_left_alone():
    chosen = night(reason="inactive", policy=policy(owner_capacity=100, holdout_share=0.3))
    calls = chosen[chosen["action_code"] == "care_call"]
    assert calls["status"].isin(["assigned", "held_out"]).sum() == 100


def test_nobody_is_asked_again_within_the_cool_down_but_a_new_complaint_is_answered():
    first = night(reason="price").assign(as_of_date="2025-12-20")
    taken = set(first.loc[first["status"].isin(["assigned", "held_out"]), "customer_id"])
    assert not taken & set(night(past=first)["customer_id"])
    assert taken <= set(night(past=first.assign(as_of_date="2025-11-20"))["customer_id"])
    assert taken <= set(night(past=first, unresolved_complaint_count=1)["customer_id"])
    later = first.assign(as_of_date="2026-01-02")
    assert set(night(past=later)["customer_id"]) == set(night()["customer_id"])


def test_a_high_value_customer_without_a_manager_gets_one():
    chosen = night(owner_id=None, probability=0.1, policy=policy(owner_capacity=50))
    assert set(chosen["programme"]) == {"growth"}
    assert set(chosen["action_code"]) == {"dedicated_manager"}
    assert set(chosen["value_tier"]) == {"high"}


def test_nobody_at_risk_gives_an_empty_list_with_its_columns():
    assert night(probability=0.4).empty
    assert list(night(0).columns) == list(night().columns)


def test_a_policy_that_lacks_or_misspells_a_setting_is_refused_by_name():
    rows = pd.DataFrame({"setting": list(vars(POLICY)), "value": [str(value) for value in vars(POLICY).values()]})
    assert read_policy(rows) == POLICY
    with pytest.raises(FeatureFrameError, match="lacks the setting holdout_salt"):
        read_policy(rows[rows["setting"] != "holdout_salt"])
    with pytest.raises(FeatureFrameError, match="owner_capacity is 'many', not a number"):
        read_policy(rows.assign(value=rows["value"].where(rows["setting"] != "owner_capacity", "many")))
    with pytest.raises(FeatureFrameError, match="holdout_share is 2.0, it must lie between 0 and 1"):
        policy(holdout_share=2.0)
