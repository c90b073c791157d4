"""The dbt project as Dagster sees it: a manifest that is never older than its sources."""

import hashlib
import json
import subprocess
import sys
from functools import cache
from pathlib import Path

from dagster_dbt import DbtProject
from filelock import FileLock

from dagster_project.settings import Settings, export_settings

MANIFEST_SOURCES = ("dbt_project.yml", "profiles.yml", "models", "macros", "seeds", "tests", "snapshots", "analyses")


@cache
def prepared_project(settings: Settings) -> DbtProject:
    """The dbt project with an up-to-date manifest; parses it (some seconds) only when a source or the home has changed.

    Raises RuntimeError with dbt's own message when the project does not parse.
    """
    export_settings(settings)
    project = DbtProject(
        project_dir=settings.dbt_project, profiles_dir=settings.dbt_project, target_path=settings.dbt_target
    )
    stamp = settings.dbt_target / "sources.sha256"
    stamp.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(stamp.with_suffix(".lock")):
        fingerprint = _fingerprint(settings)
        if not (project.manifest_path.exists() and stamp.exists() and stamp.read_text() == fingerprint):
            _parse(settings.dbt_project)
            stamp.write_text(fingerprint)
    return project


def load_manifest(settings: Settings) -> dict:
    """dbt's manifest.json as a dictionary."""
    return json.loads(prepared_project(settings).manifest_path.read_text())


def _fingerprint(settings: Settings) -> str:
    """Of the sources, and of what profiles.yml takes from the settings.

    dbt parses everything anew where its connection has changed. In a home that was moved, or is given other memory,
    every dbt start would do so: what it has parsed stays in the folder of that one start.
    """
    project = settings.dbt_project
    digest = hashlib.sha256(f"{settings.home} {settings.memory_limit} {settings.threads}".encode())
    for name in MANIFEST_SOURCES:
        root = project / name
        for path in [root] if root.is_file() else sorted(p for p in root.rglob("*") if p.is_file()):
            digest.update(str(path.relative_to(project)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _parse(project: Path) -> None:
    command = [sys.executable, "-m", "dbt.cli.main", "--quiet", "parse", "--project-dir", str(project)]
    done = subprocess.run([*command, "--profiles-dir", str(project)], capture_output=True, text=True, cwd=project)
    if done.returncode:
        raise RuntimeError(f"dbt does not parse {project}:\n{done.stdout}{done.stderr}")
