"""Run the nightly job for one as-of date in this process."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import date
from pathlib import Path

from dagster_project.settings import PROJECT_ROOT, Settings, export_settings

# A home's DAGSTER_HOME is known, so that its events can go where files stay open (event_log.py).
EVENT_LOG = """
event_log_storage:
  module: dagster_project.operations.event_log
  class: EventLogStorage
  config:
    dagster_home:
      env: DAGSTER_HOME
"""


def prepare_orchestration(settings: Settings) -> None:
    """Make <home>/dagster a DAGSTER_HOME that carries the project's dagster.yaml and keeps its files of events open."""
    settings.orchestration.mkdir(parents=True, exist_ok=True)
    shared = (PROJECT_ROOT / "dagster.yaml").read_text(encoding="utf-8")
    (settings.orchestration / "dagster.yaml").write_text(shared + EVENT_LOG, encoding="utf-8")


def serve_orchestration(settings: Settings, *, port: int) -> None:
    """Replace this process by `dagster dev` on loopback. Does not return."""
    prepare_orchestration(settings)
    export_settings(settings)
    dagster = Path(sys.executable).with_name("dagster")
    workspace = PROJECT_ROOT / "workspace.yaml"
    os.chdir(PROJECT_ROOT)
    os.execv(dagster, [str(dagster), "dev", "-w", str(workspace), "-h", "127.0.0.1", "-p", str(port)])


def run_day(settings: Settings, as_of: date) -> bool:
    """Run every asset and check for `as_of`, with a line of progress a stage. Returns whether the run succeeded."""
    prepare_orchestration(settings)
    export_settings(settings)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    import skops.io  # noqa: F401  it looks for its types in every module that is loaded: before thousands are
    import dagster as dg  # isort: skip  seconds to import, so `guanxi --help` does without

    from dagster_project.definitions import defs

    job = defs.resolve_job_def("nightly")
    with dg.DagsterInstance.get() as instance, _chatter_in_log(settings, as_of):
        result = job.execute_in_process(
            partition_key=as_of.isoformat(),
            instance=instance,
            run_config={"loggers": {"progress": {}}},
            raise_on_error=False,
        )
    return result.success


@contextmanager
def _chatter_in_log(settings: Settings, as_of: date) -> Iterator[None]:
    """Keep dbt's line per model out of the terminal, in <home>/logs."""
    settings.logs.mkdir(exist_ok=True)
    with (settings.logs / f"{as_of}.log").open("w") as log, redirect_stdout(log):
        yield
