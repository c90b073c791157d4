"""The identity of a build: the same inputs, rules and day give the same id, on any machine."""

import hashlib
from datetime import date
from functools import cache
from pathlib import Path

from dagster_project.ingest import active_inputs
from dagster_project.settings import PROJECT_ROOT, Settings

CODE_FOLDERS = ("dagster_project", "models", "expectations", "dbt")
CODE_SUFFIXES = {".py", ".sql", ".yml", ".yaml", ".csv", ".json"}
GENERATED_FOLDERS = {"target", "logs", "dbt_packages", "__pycache__", "demo"}


@cache
def code_fingerprint(root: Path = PROJECT_ROOT) -> str:
    """SHA-256 over every file that can change a published number, in path order."""
    digest = hashlib.sha256()
    for folder in CODE_FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            relative = path.relative_to(root)
            if path.suffix in CODE_SUFFIXES and not GENERATED_FOLDERS.intersection(relative.parts):
                digest.update(str(relative).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def build_id(settings: Settings, as_of: date) -> str:
    """Id of the build of `as_of` from what the lake holds now: `20260101-3f2a9c...`, 8 + 12 characters.

    It names the deliveries (path and content hash), the code and the settings that decide numbers, and no clock, so
    that the same day run twice is recognised as the same build.
    """
    digest = hashlib.sha256(code_fingerprint().encode())
    digest.update(f"{settings.business_timezone}\n{settings.reporting_currency}\n".encode())
    for logical_name, content_hash in active_inputs(settings, as_of):
        digest.update(f"{logical_name}\t{content_hash}\n".encode())
    return f"{as_of:%Y%m%d}-{digest.hexdigest()[:12]}"
