"""Pipeline runs cost tens of seconds: tests that only read what was published share one."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from support.company import HISTORY_DAY, NEXT_DAY, found_company, run_day

from dagster_project.publishing.generations import generations
from dagster_project.settings import Settings


@dataclass(frozen=True)
class Company:
    """A home after two nightly runs; `files` are the published files by as-of date, `output` the last run's output."""

    settings: Settings
    files: dict
    output: str


@pytest.fixture(scope="session")
def company(tmp_path_factory) -> Company:
    """The generated company after its history delivery and the next day's, each run as a user would. Read only."""
    settings = found_company(tmp_path_factory.mktemp("company"))
    run_day(settings, HISTORY_DAY)
    done = run_day(settings, NEXT_DAY)
    files: dict = {g.as_of_date: Path(g.folder) / "guanxi.duckdb" for g in generations(settings)}
    return Company(settings, files, done.stdout + done.stderr)
