"""An incident opens once, lasts, comes back quietly, is escalated once and resolved once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from support.watchtower import finding

from dagster_project.incidents.observe import Sighting, observe
from dagster_project.incidents.store import all_incidents, open_incidents


def test_one_message_at_opening_none_while_it_lasts_one_at_resolution(tower):
    assert tower.at(0, finding()) == [("opened", "order_id is unique")]
    assert tower.at(1, finding(detail="2 keys")) == []
    (incident,) = open_incidents(tower.settings)
    assert (incident.occurrences, incident.detail) == (2, "2 keys")
    assert incident.last_seen_at - incident.opened_at == timedelta(hours=1)
    assert tower.at(2, finding(passed=True)) == [("resolved", "order_id is unique")]
    assert [title.split(":")[0] for _, title in tower.queue()] == ["[Guanxi] critical", "[Guanxi] resolved"]
    assert open_incidents(tower.settings) == []


def test_the_same_build_seen_again_is_no_further_occurrence(tower):
    tower.at(0, finding(), build="b1")
    tower.at(1, finding(), build="b1")
    assert open_incidents(tower.settings)[0].occurrences == 1


def test_what_comes_back_within_the_suppression_window_is_the_same_incident_and_says_nothing(tower):
    tower.at(0, finding())
    tower.at(1, finding(passed=True))
    assert tower.at(2, finding()) == []
    assert tower.at(3, finding(passed=True)) == []
    assert len(tower.queue()) == len(all_incidents(tower.settings)) * 2 == 2
    assert tower.at(28, finding()) == [("opened", "order_id is unique")]


def test_an_incident_that_lasts_is_escalated_once_to_further_channels(tower):
    tower.policy = replace(tower.policy, escalation_channels=("chief",), escalate_after=timedelta(hours=4))
    tower.at(0, finding())
    assert tower.at(3, finding()) == []
    assert tower.at(4) == [("escalated", "order_id is unique")]
    assert tower.at(5, finding()) == []
    assert [channel for channel, _ in tower.queue()] == ["data", "data", "chief"]


def test_a_warning_that_becomes_critical_is_told_at_once(tower):
    tower.at(0, finding(severity="warning"))
    assert tower.at(1, finding()) == [("escalated", "order_id is unique")]
    assert tower.at(2, finding()) == []


def test_what_is_merely_informative_opens_nothing(tower):
    assert tower.at(0, finding(severity="info")) == []
    assert all_incidents(tower.settings) == []


def test_a_back_fill_says_nothing_of_today(tower):
    tower.at(0, finding())
    assert tower.at(1, finding(passed=True), as_of=date(2025, 12, 1)) == []
    assert len(open_incidents(tower.settings)) == 1


def test_an_incident_names_its_likely_cause_its_owner_and_what_to_do(tower):
    tower.at(0, finding(detail="2 keys", samples=("O1***9",), next_step="Deliver it again.", note="Doubles sums."))
    [(body,)] = tower.queue("body")
    for text in ("2 keys", "O1***9", "erp/orders: new", "team:finance-systems", "Deliver it again.", "Doubles sums."):
        assert text in body


def test_a_state_and_its_message_change_together_or_not_at_all(tower):
    tower.at(0, finding())
    broken = replace(tower.policy, quiet_hours=object())
    with pytest.raises(AttributeError):
        observe(tower.settings, [finding(passed=True)], sighting=_an_hour_later(tower), policy=broken)
    assert len(open_incidents(tower.settings)) == 1


def _an_hour_later(tower):
    incident = open_incidents(tower.settings)[0]
    return Sighting(incident.opened_at + timedelta(hours=1), incident.opened_as_of, "next")


def test_two_hundred_checks_that_fail_together_are_one_message(tower):
    findings = [finding(f"check {n}") for n in range(200)]
    assert len(tower.at(0, *findings)) == 200
    [(title, body)] = tower.queue("title, body")
    assert title == "[Guanxi] 200 incidents at once"
    assert "200 critical" in body and "erp/orders: new" in body and "and 180 more" in body
    tower.at(1, *(finding(f"check {n}", passed=True) for n in range(200)))
    assert [title for _, title in tower.queue()][1:] == ["[Guanxi] resolved: 200 incidents at once"]
