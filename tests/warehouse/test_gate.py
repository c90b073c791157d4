"""The gate judges a build by its own evidence."""

import pytest

from dagster_project.settings import load_settings
from dagster_project.warehouse.evidence import Evidence, record
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
