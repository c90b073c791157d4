"""The sensor sees check evaluations and run outcomes of runs that the daemon or the UI started."""

import dagster as dg
import pytest
from support.receivers import http_receiver
from support.watchtower import published

from dagster_project.incidents.store import open_incidents
from dagster_project.settings import load_settings

DAYS = dg.StaticPartitionsDefinition(["2026-01-05", "2026-01-06"])


@dg.asset(partitions_def=DAYS, check_specs=[dg.AssetCheckSpec("sums_agree", asset="ours")])
def ours(context):
    is_first = context.partition_key == "2026-01-05"
    if not context.run.tags.get("healthy"):
        check = dg.AssetCheckResult(check_name="sums_agree", passed=False, description="1 differs")
        yield dg.MaterializeResult(check_results=[check])
        if is_first:
            raise ValueError("no disk")
    else:
        yield dg.MaterializeResult(check_results=[dg.AssetCheckResult(check_name="sums_agree", passed=True)])


@pytest.fixture
def tick(tmp_path, monkeypatch):
    monkeypatch.setenv("GUANXI_HOME", str(tmp_path / "home"))
    from dagster_project.defs.alerts import incidents_sensor

    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        context = dg.build_sensor_context(instance=instance)

        def run_and_look(day, **tags):
            dg.materialize([ours], partition_key=day, instance=instance, tags=tags, raise_on_error=False)
            incidents_sensor(context)
            return {i.key: i for i in open_incidents(load_settings())}

        yield run_and_look


def test_a_failed_check_and_a_failed_run_open_incidents_and_a_good_run_resolves_them(tick):
    opened = tick("2026-01-05")
    assert opened.keys() == {("ours", "sums_agree"), ("nightly", "the run succeeds")}
    assert opened["ours", "sums_agree"].detail == "1 differs"
    lasting = tick("2026-01-06")
    assert lasting.keys() == {("ours", "sums_agree")}, "the run succeeded, its check did not"
    assert tick("2026-01-06", healthy="yes") == {}


def test_a_run_is_looked_at_once_and_what_leaves_evidence_not_at_all(tmp_path, monkeypatch):
    monkeypatch.setenv("GUANXI_HOME", str(tmp_path / "home"))
    from dagster_project.defs import alerts

    monkeypatch.setattr(alerts, "CHECKS_WITH_EVIDENCE", {"sums_agree"})
    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        context = dg.build_sensor_context(instance=instance)
        dg.materialize([ours], partition_key="2026-01-06", instance=instance)
        assert alerts.incidents_sensor(context).skip_message.startswith("1 runs looked at")
        assert alerts.incidents_sensor(context).skip_message.startswith("0 runs looked at")
    assert open_incidents(load_settings()) == []


def test_the_sensor_sees_a_stale_file_and_sends(tmp_path, monkeypatch):
    monkeypatch.setenv("GUANXI_HOME", str(tmp_path / "home"))
    from dagster_project.defs.alerts import incidents_sensor

    published(load_settings(), hours_ago=30)
    with http_receiver() as receiver, dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        monkeypatch.setenv("GUANXI_ALERTS", f"json://127.0.0.1:{receiver.port}/")
        incidents_sensor(dg.build_sensor_context(instance=instance))
        assert "published 30.0 hours ago" in receiver.requests[-1][1]["message"]


def test_the_sensor_is_shipped_running():
    from dagster_project.defs.alerts import incidents_sensor

    assert incidents_sensor.default_status == dg.DefaultSensorStatus.RUNNING
