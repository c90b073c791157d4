"""Pipeline runs cost tens of seconds: tests that only read what was published share one."""

import os
import pickle
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest
from filelock import FileLock
from support.company import HISTORY_DAY, NEXT_DAY, copied_home, found_company, run_day

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

    # In the order of the collection, which is ours and not that of the numbers of tests.
    config.option.loadscopereorder = False

    class OneWorkerAFolder(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return nodeid.split("/")[1]

        def _reschedule(self, node):
            # xdist hands out the next folder two tests early: a folder of two nights would bind another meanwhile.
            if self._pending_of(self.assigned_work[node]) < 2:
                super()._reschedule(node)

    return OneWorkerAFolder(config, log)


def pytest_collection_modifyitems(items):
    """First the folder that makes the company, so that nobody waits for it long, and what takes others long.

    Then those that run whole nights on it; last the many that take little, so that all workers end at about one time.
    """
    order = ["pipeline", "dbt", "identity", "models", "crashes", "repeatability"]
    place = {folder: number for number, folder in enumerate(order)}
    items.sort(key=lambda item: place.get(Path(item.nodeid).parts[1], len(order)))


@pytest.fixture(autouse=True)
def environment_as_found():
    """What code under test exports for its children ends with the test: which test ran before must not matter."""
    with mock.patch.dict(os.environ):
        yield


@pytest.fixture(scope="session")
def company(tmp_path_factory) -> Company:
    """The generated company after its history delivery and the next day's, each run as a user would. Read only.

    Made once for all workers: the first that asks makes it, the others wait.
    """
    folder = tmp_path_factory.getbasetemp()
    shared = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    kept = shared / "company.pickle"
    with FileLock(shared / "company.lock"):
        if not kept.exists():
            kept.write_bytes(pickle.dumps(two_nights(tmp_path_factory.mktemp("company"))))
    return pickle.loads(kept.read_bytes())


def two_nights(folder: Path) -> Company:
    """Run the job on two days of a company founded below `folder`."""
    settings = found_company(folder / "home")
    run_day(settings, HISTORY_DAY)
    after_history = copied_home(settings, folder / "after_history")
    attempts = folder / "network_attempts.log"
    done = run_day(settings, NEXT_DAY, offline=attempts)
    files: dict = {g.as_of_date: Path(g.folder) / "guanxi.duckdb" for g in generations(settings)}
    return Company(settings, after_history, files, done.stdout + done.stderr, attempts.read_text())
