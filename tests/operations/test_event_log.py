"""Dagster's own event log, kept open: same files, same events, nothing left behind."""

import dagster as dg
import pytest
from dagster._core.instance.ref import InstanceRef
from dagster._core.storage.event_log import SqliteEventLogStorage

from dagster_project.operations.event_log import OPEN_RUNS, EventLogStorage
from dagster_project.operations.run_day import prepare_orchestration
from dagster_project.settings import load_settings


@dg.asset(check_specs=[dg.AssetCheckSpec("is_there", asset="a_table")])
def a_table():
    yield dg.MaterializeResult(check_results=[dg.AssetCheckResult(passed=True, check_name="is_there")])


@pytest.fixture
def orchestration(tmp_path, monkeypatch):
    """DAGSTER_HOME with the dagster.yaml of the project."""
    settings = load_settings(tmp_path)
    prepare_orchestration(settings)
    monkeypatch.setenv("DAGSTER_HOME", str(settings.orchestration))
    return settings.orchestration


def events(storage, run_id: str) -> list[str]:
    return [event.message for event in storage.get_logs_for_run(run_id)]


def test_a_run_is_stored_as_dagster_stores_it_and_files_are_whole_afterwards(orchestration):
    with dg.DagsterInstance.from_ref(InstanceRef.from_dir(str(orchestration))) as instance:
        assert type(instance.event_log_storage) is EventLogStorage
        run_id = dg.materialize([a_table], instance=instance).run_id
        kept = events(instance.event_log_storage, run_id)
        assert instance.get_latest_materialization_event(dg.AssetKey("a_table")).run_id == run_id
    folder = orchestration / "history" / "runs"
    assert {path.name for path in folder.iterdir()} == {"index.db", f"{run_id}.db"}
    assert events(SqliteEventLogStorage(str(folder)), run_id) == kept
    assert len(kept) > 10


def test_an_event_can_be_read_by_another_process_before_the_file_is_closed(tmp_path):
    instance = dg.DagsterInstance.ephemeral()
    run = dg.materialize([a_table], instance=instance)
    writer, reader = EventLogStorage(str(tmp_path)), SqliteEventLogStorage(str(tmp_path))
    stored = instance.all_logs(run.run_id)
    for count, event in enumerate(stored, start=1):
        writer.store_event(event)
        assert len(reader.get_logs_for_run(run.run_id)) == count
    writer.dispose()


def test_files_of_earlier_runs_are_closed_and_opened_again(tmp_path):
    instance = dg.DagsterInstance.ephemeral()
    stored = instance.all_logs(dg.materialize([a_table], instance=instance).run_id)
    storage = EventLogStorage(str(tmp_path))
    runs = [f"run{number}" for number in range(2 * OPEN_RUNS)]
    for run_id in [*runs, *runs]:
        storage.store_event(stored[0]._replace(run_id=run_id))
    assert [len(storage.get_logs_for_run(run_id)) for run_id in runs] == [2] * len(runs)
    assert len(list(tmp_path.glob("run*.db-wal"))) <= OPEN_RUNS
    storage.dispose()
    assert not list(tmp_path.glob("*-wal"))


def test_wiping_leaves_no_event_and_the_log_goes_on(tmp_path):
    instance = dg.DagsterInstance.ephemeral()
    run_id = dg.materialize([a_table], instance=instance).run_id
    storage = EventLogStorage(str(tmp_path))
    first, *_ = instance.all_logs(run_id)
    storage.store_event(first)
    storage.wipe()
    assert storage.get_logs_for_run(run_id) == []
    storage.store_event(first)
    assert len(storage.get_logs_for_run(run_id)) == 1
    storage.dispose()
