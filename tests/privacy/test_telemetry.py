"""No component tells its makers that it runs, by a setting each; tests/pipeline/test_offline.py runs a whole night."""

import os
import subprocess
import sys
from pathlib import Path

from dagster import DagsterInstance
from support.company import user_environment
from support.offline import watched

from dagster_project.operations import run_day
from dagster_project.settings import PROJECT_ROOT, export_settings, load_settings


def test_dbt_started_by_hand_asks_nobody_in_the_network_for_anything(tmp_path):
    (tmp_path / "build").mkdir()
    places = {"GUANXI_HOME": str(tmp_path), "DBT_TARGET_PATH": str(tmp_path), "DBT_LOG_PATH": str(tmp_path)}
    environment = user_environment(**watched(tmp_path / "log"), **places)
    environment.pop("DO_NOT_TRACK", None)
    dbt = [str(Path(sys.executable).with_name("dbt")), "debug"]
    done = subprocess.run(dbt, cwd=PROJECT_ROOT / "dbt", env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert (tmp_path / "log").read_text() == ""


def test_dagster_keeps_no_telemetry(tmp_path, monkeypatch):
    settings = load_settings(tmp_path)
    monkeypatch.setenv("DAGSTER_HOME", str(settings.orchestration))
    run_day.prepare_orchestration(settings)
    with DagsterInstance.from_config(str(settings.orchestration)) as instance:
        assert not instance.telemetry_enabled


def test_what_a_run_starts_is_told_to_report_nothing(tmp_path):
    export_settings(load_settings(tmp_path))
    assert (os.environ["DO_NOT_TRACK"], os.environ["DAGSTER_DISABLE_TELEMETRY"]) == ("1", "1")


def test_the_user_interface_listens_on_this_machine_only(tmp_path, monkeypatch):
    started = []
    monkeypatch.setattr(os, "execv", lambda program, arguments: started.append(arguments))
    monkeypatch.setattr(os, "chdir", lambda folder: None)
    run_day.serve_orchestration(load_settings(tmp_path), port=3001)
    [(program, *arguments)] = started
    assert (Path(program).name, arguments[0]) == ("dagster", "dev")
    options = dict(zip(arguments[1::2], arguments[2::2], strict=True))
    assert (options["-h"], options["-p"]) == ("127.0.0.1", "3001")
