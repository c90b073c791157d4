"""The age of what is published: an exit code for a monitor, and an incident, without any daemon."""

from datetime import date

import pytest
from support.watchtower import published
from typer.testing import CliRunner

from dagster_project.cli import app
from dagster_project.incidents.store import open_incidents
from dagster_project.operations.alerting import after_run
from dagster_project.settings import load_settings


@pytest.fixture
def settings(tmp_path):
    settings = load_settings(tmp_path)
    published(settings, hours_ago=20)
    return settings


def status(settings, *options):
    return CliRunner().invoke(app, ["status", *options, "--home", str(settings.home)])


def test_a_monitor_learns_from_the_exit_code_that_nothing_new_was_published(settings):
    assert status(settings, "--max-age", "26h").exit_code == 0
    too_old = status(settings, "--max-age", "19h")
    assert (too_old.exit_code, "20.0 hours old, more than 19" in too_old.output) == (1, True)
    assert [i.asset for i in open_incidents(settings)] == ["serving/guanxi"]


def test_the_policy_says_how_old_it_may_become(settings):
    assert status(settings).exit_code == 0
    assert open_incidents(settings) == []
    settings.alerts.write_text("max_age: 19h")
    settings.alerts.chmod(0o600)
    assert status(settings).exit_code == 0, "no --max-age, no exit code"
    assert [i.asset for i in open_incidents(settings)] == ["serving/guanxi"]


def test_a_run_that_publishes_ends_the_incident(settings):
    status(settings, "--max-age", "19h")
    published(settings, hours_ago=0)
    after_run(settings, date(2026, 1, 5))
    assert open_incidents(settings) == []
