"""The sensor sees check evaluations and run outcomes of runs that the daemon or the UI started."""

import dagster as dg
import pytest

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


def test_the_sensor_is_shipped_running():
    from dagster_project.defs.alerts import incidents_sensor

    assert incidents_sensor.default_status == dg.DefaultSensorStatus.RUNNING
