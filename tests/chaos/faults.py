"""What may happen to a nightly run, in the order in which a run would meet it. Each returns whether it struck."""

import os
import resource
import subprocess
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from support.company import GUANXI, materialize, run_day, user_environment
from support.publisher import held

from dagster_project.settings import Settings
from models.tables import MODEL_TABLES

INGEST = ("ingest_written", "ingest_intended", "ingest_renamed", "ingest_moved", "ingest_committed")
# Steps whose parents are all built once a run was killed at the gate: tried alone, a tenth of a night each.
STEPS = {
    f"scores_{model}": " or ".join(f'key:"scores/{table}"' for table in MODEL_TABLES[model])
    for model in ("churn", "clv")
}
STEPS |= dict.fromkeys(
    ("publish_checkpoint", "publish_manifest", "publish_rename", "publish_pointer"), 'key:"serving/guanxi"'
)
LITTLE_MEMORY = "20MB"
ROOM_FOR_LOGS = 8 << 20  # bytes by which the log of the orchestrator grows in a night, and more
KILLED = -9

Strike = Callable[[Settings, date], bool]


def _killed_at(point: str) -> Strike:
    return lambda settings, day: run_day(settings, day, fault=point, check=False).returncode == KILLED


def _step_killed_at(point: str) -> Strike:
    return lambda settings, day: materialize(settings, STEPS[point], day, GUANXI_FAULT=point).returncode == KILLED


def _starve(settings: Settings, day: date) -> bool:
    return _attempt(settings, day, GUANXI_MEMORY_LIMIT=LITTLE_MEMORY) not in (0, KILLED)


def _bound_address_space(settings: Settings, day: date) -> bool:
    """As where the machine, not DuckDB, says that there is no more memory."""
    bound = 1_200_000_000
    return _attempt(settings, day, limit=lambda: resource.setrlimit(resource.RLIMIT_AS, (bound, bound))) != 0


def _fill_disk(settings: Settings, day: date) -> bool:
    """As a full disk to whoever writes: no file grows much beyond the largest that is neither built nor published."""
    others = (path for path in settings.home.rglob("*") if path.is_file() and path != settings.build_file)
    largest = max(path.stat().st_size for path in others if settings.serving not in path.parents)
    bound = (largest + ROOM_FOR_LOGS,) * 2
    return _attempt(settings, day, limit=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, bound)) not in (0, KILLED)


def _cut_lake(settings: Settings, day: date) -> bool:
    return _cut(file for file in settings.lake.glob("erp/orders/*/*.parquet") if file.name != "empty.parquet")


def _tear_build_file(settings: Settings, day: date) -> bool:
    return _cut([settings.build_file])


def _cut(files: Iterable[Path]) -> bool:
    """Shortens the first of the files; it is the next attempt that must mend it."""
    file = min(files)
    os.truncate(file, file.stat().st_size - 50)
    return True


def _hold_build_file(settings: Settings, day: date) -> bool:
    """A whole run would begin a file of its own; a part of one goes on with the file that is there."""
    with held(settings.build_file):
        return materialize(settings, 'key:"marts/dim_products"', day).returncode not in (0, KILLED)


def _kill_in_dbt(settings: Settings, day: date) -> bool:
    owner = settings.build_file.with_name("run_id")
    former = owner.read_text()
    process = _begun(settings, day)
    while process.poll() is None and (owner.read_text() == former or not settings.build_file.exists()):
        time.sleep(0.05)
    process.kill()
    return process.wait() == KILLED


def run_twice(settings: Settings, day: date) -> bool:
    """Two whole runs begin together: one goes through, the other is told to wait."""
    both = [_begun(settings, day) for _ in range(2)]
    return sorted(process.wait() for process in both) == [0, 1]


def _begun(settings: Settings, day: date) -> subprocess.Popen:
    silent = subprocess.DEVNULL
    return subprocess.Popen(_command(settings, day), env=user_environment(), stdout=silent, stderr=silent)


def _attempt(settings: Settings, day: date, *, limit: Callable[[], None] | None = None, **environment: str) -> int:
    command, around = _command(settings, day), user_environment(**environment)
    return subprocess.run(command, env=around, capture_output=True, preexec_fn=limit).returncode  # noqa: PLW1509


def _command(settings: Settings, day: date) -> list[str]:
    return [str(GUANXI), "run", "--as-of", day.isoformat(), "--home", str(settings.home)]


FAULTS: dict[str, Strike] = {
    **{f"killed at {point}": _killed_at(point) for point in INGEST},
    "too little memory for DuckDB": _starve,
    "too little memory on the machine": _bound_address_space,
    "a lake file cut short": _cut_lake,
    "killed at identity": _killed_at("identity"),
    "a build file that another process holds": _hold_build_file,
    "a torn build file": _tear_build_file,
    "disk full": _fill_disk,
    "killed while dbt writes": _kill_in_dbt,
    "killed at gate": _killed_at("gate"),
    **{f"killed at {point}": _step_killed_at(point) for point in STEPS},
}
