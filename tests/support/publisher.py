"""Publishing as a process of its own, that a test may kill, starve or keep from its file."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dagster_project.settings import Settings
from support.company import user_environment

ROWS = 200_000
HOLD = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
PROGRAM = """
import resource, sys
from datetime import date
from pathlib import Path
from dagster_project.publishing.publish import publish
from dagster_project.settings import load_settings
from dagster_project.warehouse.evidence import Evidence
from dagster_project.warehouse.gate import Gate

day, largest_file = int(sys.argv[2]), int(sys.argv[3])
if largest_file:
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
settings = load_settings(sys.argv[1])
gate = Gate(f"2026010{day}-abc", (Evidence("dbt_test", "orders", "critical", True),), ())
publish(settings, as_of=date(2026, 1, day), gate=gate, descriptions={})
"""


def build_day(settings: Settings, day: int) -> None:
    """A build file of one table, in which every row tells its day."""
    settings.spill.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(settings.build_file) as build:
        build.execute("create schema if not exists marts")
        build.execute(
            f"create or replace table marts.fct_orders as select {day} as day, hash(i) as noise from range({ROWS}) t(i)"
        )


def publish_apart(home: Path, day: int, *, largest_file: int = 0, **environment: str) -> subprocess.CompletedProcess:
    """Publish the build file as that of a day; no file may grow beyond `largest_file` bytes where that is not 0."""
    command = [sys.executable, "-c", PROGRAM, str(home), str(day), str(largest_file)]
    return subprocess.run(command, env=user_environment(**environment), capture_output=True, text=True)


@contextmanager
def held(file: Path) -> Iterator[None]:
    """While the block lasts another process has the DuckDB file open for writing."""
    command = [sys.executable, "-c", HOLD, str(file)]
    holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout.readline() == "held\n"
        yield
    finally:
        holder.communicate()


def days_shown(settings: Settings) -> list[tuple[int, int]]:
    """(day, rows) of what readers see."""
    with duckdb.connect((settings.serving / "guanxi.duckdb").resolve(), read_only=True) as published:
        return published.execute("select day, count(*) from marts.fct_orders group by day").fetchall()
