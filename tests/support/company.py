"""A small generated company, and runs of the real job on it."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

from dagster_project.demo import generate
from dagster_project.settings import Settings, load_settings
from support.offline import cut_off, watched

CUSTOMERS = 1_200
SEED = 20
HISTORY_DAY = date(2025, 12, 31)
NEXT_DAY = date(2026, 1, 1)
GUANXI = Path(sys.executable).with_name("guanxi")


def found_company(home: Path, *, customers: int = CUSTOMERS, days: int = 1) -> Settings:
    """Generate the company into a home's landing folder."""
    settings = load_settings(home)
    generate(settings, customers=customers, days=days, seed=SEED)
    return settings


def copied_home(settings: Settings, folder: Path) -> Settings:
    """A home of one's own to run in: a copy of this one, below `folder`."""
    copied = replace(settings, home=folder / "home")
    shutil.copytree(settings.home, copied.home, symlinks=True)
    return copied


def user_environment(**more: str) -> dict[str, str]:
    """The environment of a user's shell: without what code under test has exported in this process."""
    exported = ("GUANXI_", "DAGSTER_", "DBT_")
    return {name: value for name, value in os.environ.items() if not name.startswith(exported)} | more


def guanxi(
    *arguments: str, settings: Settings, fault: str | None = None, check: bool = True, offline: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the `guanxi` command as a user would, in a process of its own; `offline`: a log, and no network."""
    environment = user_environment(**{"GUANXI_FAULT": fault} if fault else {})
    if offline is not None:
        environment |= watched(offline)
    command = [*(cut_off() if offline else []), str(GUANXI), *arguments, "--home", str(settings.home)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if check:
        assert done.returncode == 0, f"{' '.join(command)} exited with {done.returncode}:\n{done.stdout}\n{done.stderr}"
    return done


def run_day(
    settings: Settings, day: date, *, fault: str | None = None, check: bool = True, offline: Path | None = None
):
    """Run the nightly job for one day."""
    return guanxi("run", "--as-of", day.isoformat(), settings=settings, fault=fault, check=check, offline=offline)


def materialize(settings: Settings, selection: str, day: date, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a few assets for one day by Dagster's own command, as from its UI."""
    dagster = Path(sys.executable).with_name("dagster")
    chosen = ["--select", selection, "--partition", day.isoformat()]
    command = [str(dagster), "asset", "materialize", "-m", "dagster_project.definitions", *chosen]
    home = {"GUANXI_HOME": str(settings.home), "DAGSTER_HOME": str(settings.orchestration)}
    return subprocess.run(command, capture_output=True, text=True, env=user_environment(**home, **environment))
