"""The gate judges a build by its own evidence."""

import sqlite3

import pytest

from dagster_project.settings import load_settings
from dagster_project.warehouse.evidence import Evidence, evidence_of, record
from dagster_project.warehouse.gate import GateClosed, inspect_gate, require_open

MODEL = ("dbt_model", "model.guanxi.fct_orders")
TEST = ("dbt_test", "test.guanxi.unique_order_id")
REQUIRED = {MODEL, TEST}


@pytest.fixture
def settings(tmp_path):
    return load_settings(tmp_path)


def done(kind_and_subject, *, passed=True, severity="critical", detail=""):
    return Evidence(*kind_and_subject, severity, passed, detail)


def test_a_build_with_all_its_evidence_passed_may_be_published(settings):
    record(settings, "b1", [done(MODEL), done(TEST)])
    gate = inspect_gate(settings, "b1", required=REQUIRED)
    require_open(gate)
    assert (gate.is_open, gate.passed_count) == (True, 2)


def test_a_failed_critical_check_closes_the_gate_with_its_reason(settings):
    record(settings, "b1", [done(MODEL), done(TEST, passed=False, detail="fail: Got 2 results")])
    with pytest.raises(GateClosed, match="unique_order_id failed: fail: Got 2 results"):
        require_open(inspect_gate(settings, "b1", required=REQUIRED))


@pytest.mark.parametrize("kind", ["leakage", "reconciliation"])
def test_a_build_of_which_nothing_of_a_kind_was_checked_is_closed(settings, kind):
    record(settings, "b1", [done(MODEL), done(TEST), done(("leakage", "a")), done(("reconciliation", "b"))])
    assert inspect_gate(settings, "b1", required=REQUIRED, required_kinds=("leakage", "reconciliation")).is_open
    record(settings, "b2", [done(MODEL), done(TEST)])
    reasons = inspect_gate(settings, "b2", required=REQUIRED, required_kinds=(kind,)).reasons
    assert reasons == (f"no check of kind {kind} was done for this build",)


def test_a_home_of_an_earlier_release_keeps_its_evidence(settings):
    settings.home.mkdir(exist_ok=True)
    with sqlite3.connect(settings.ledger) as ledger:
        ledger.execute(
            "create table gate_evidence (sequence integer primary key, build_id text not null, kind text not null, "
            "subject text not null, severity text not null, passed integer not null, detail text not null)"
        )
        ledger.execute("insert into gate_evidence values (1, 'b1', 'dbt_model', 'm', 'critical', 1, '')")
    assert evidence_of(settings, "b1") == [Evidence("dbt_model", "m", "critical", True)]


def test_a_failed_warning_does_not_close_the_gate(settings):
    record(settings, "b1", [done(MODEL), done(TEST, passed=False, severity="warning")])
    assert inspect_gate(settings, "b1", required=REQUIRED).is_open


def test_a_check_that_never_ran_for_this_build_closes_the_gate(settings):
    record(settings, "earlier", [done(MODEL), done(TEST)])
    record(settings, "b1", [done(MODEL)])
    reasons = inspect_gate(settings, "b1", required=REQUIRED).reasons
    assert reasons == ("dbt_test test.guanxi.unique_order_id was not done for this build",)


def test_a_check_that_passes_when_done_again_opens_the_gate(settings):
    record(settings, "b1", [done(MODEL), done(TEST, passed=False)])
    record(settings, "b1", [done(TEST)])
    assert inspect_gate(settings, "b1", required=REQUIRED).is_open


def test_a_table_that_another_build_has_overwritten_closes_the_gate(settings):
    record(settings, "b1", [done(MODEL), done(TEST)])
    record(settings, "b2", [done(MODEL)])
    reasons = inspect_gate(settings, "b1", required=REQUIRED).reasons
    assert reasons == ("dbt_model model.guanxi.fct_orders was rebuilt by b2 since",)
