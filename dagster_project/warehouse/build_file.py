"""The private build file: disposable, begun anew by every whole run."""

import shutil

import duckdb

from dagster_project.identity.lake import prepare_identity_folders
from dagster_project.settings import Settings
from dagster_project.warehouse.scores import prepare_score_folders

INVOCATIONS_KEPT = 10


def begin_build(settings: Settings, *, run_id: str, whole: bool) -> None:
    """Prepare the build file for a dbt invocation of a run.

    The first invocation of a whole run starts from an empty file; later ones, and runs of a few assets, go on with what
    is there. Unlinking also gets an orphaned dbt of a killed run off the path: it keeps the old inode to itself.
    """
    settings.spill.mkdir(parents=True, exist_ok=True)
    prepare_score_folders(settings)
    prepare_identity_folders(settings)
    owner = settings.build_file.with_name("run_id")
    _forget_old_invocations(settings)
    if whole and not (owner.exists() and owner.read_text() == run_id):
        settings.build_file.unlink(missing_ok=True)
        settings.build_file.with_name(f"{settings.build_file.name}.wal").unlink(missing_ok=True)
    owner.write_text(run_id)


def _forget_old_invocations(settings: Settings) -> None:
    """Every dbt start leaves a manifest and a log of some MB; the latest are enough to look into a failure."""
    folders = sorted(settings.dbt_target.glob("dbt*-*"), key=lambda path: path.stat().st_mtime)
    for folder in folders[:-INVOCATIONS_KEPT]:
        shutil.rmtree(folder)


def read_build(settings: Settings) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the build file, to be closed before dbt runs again."""
    limits = {"memory_limit": settings.memory_limit, "threads": settings.threads, "temp_directory": str(settings.spill)}
    return duckdb.connect(settings.build_file, read_only=True, config=limits)
