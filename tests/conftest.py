"""Pipeline runs cost tens of seconds: tests that only read what was published share one."""

import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from unittest import mock

import pytest
from support.company import HISTORY_DAY, NEXT_DAY, found_company, run_day

from dagster_project.publishing.generations import generations
from dagster_project.settings import Settings


@dataclass(frozen=True)
class Company:
    """A home after two nightly runs, and a copy of it after the first.

    `files` are the published files by as-of date, `output` is what the last run printed.
    That run had no network; `network_attempts` says who asked for it all the same.
    """

    settings: Settings
    after_history: Settings
    files: dict
    output: str
    network_attempts: str


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """One worker a folder, where pytest runs with several: what the tests of a folder share is built once."""
    from xdist.scheduler import LoadScopeScheduling

    class OneWorkerAFolder(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return nodeid.split("/")[1]

    return OneWorkerAFolder(config, log)


@pytest.fixture(autouse=True)
def environment_as_found():
    """What code under test exports for its children ends with the test: which test ran before must not matter."""
    with mock.patch.dict(os.environ):
        yield


@pytest.fixture(scope="session")
def company(tmp_path_factory) -> Company:
    """The generated company after its history delivery and the next day's, each run as a user would. Read only."""
    settings = found_company(tmp_path_factory.mktemp("company"))
    run_day(settings, HISTORY_DAY)
    after_history = replace(settings, home=tmp_path_factory.mktemp("history") / "home")
    shutil.copytree(settings.home, after_history.home, symlinks=True)
    attempts = tmp_path_factory.mktemp("offline") / "attempts.log"
    done = run_day(settings, NEXT_DAY, offline=attempts)
    files: dict = {g.as_of_date: Path(g.folder) / "guanxi.duckdb" for g in generations(settings)}
    return Company(settings, after_history, files, done.stdout + done.stderr, attempts.read_text())
