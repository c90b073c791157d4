"""What the command writes is for its user alone, but for what is published."""

import os
import stat
from datetime import date

import duckdb
import pytest

from dagster_project import cli
from dagster_project.publishing.publish import publish
from dagster_project.settings import load_settings
from dagster_project.warehouse.evidence import Evidence
from dagster_project.warehouse.gate import Gate


@pytest.fixture
def umask_as_found():
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_the_command_writes_for_its_user_alone(monkeypatch, umask_as_found):
    monkeypatch.setattr(cli, "app", lambda: None)
    cli.main()
    assert os.umask(0o022) == 0o077


def test_generations_are_as_open_as_the_serving_folder(tmp_path, umask_as_found):
    os.umask(0o077)
    settings = load_settings(tmp_path)
    settings.spill.mkdir(parents=True)
    with duckdb.connect(settings.build_file) as build:
        build.execute("create schema marts; create table marts.t as select 1 as a")
    for day, mode in ((1, 0o700), (2, 0o755)):
        settings.serving.mkdir(exist_ok=True)
        settings.serving.chmod(mode)
        gate = Gate(f"2026010{day}-abc", (Evidence("dbt_test", "t", "critical", True),), ())
        folder = publish(settings, as_of=date(2026, 1, day), gate=gate, descriptions={}).generation.folder
        folders = [folder.parent, folder, *(path for path in folder.rglob("*") if path.is_dir())]
        assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {mode}
        assert stat.S_IMODE((folder / "guanxi.duckdb").stat().st_mode) == 0o444
