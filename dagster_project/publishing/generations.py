"""Generations: complete published sets, one folder each, of which `current` names the one that readers see.

serving/generations/<build id>/{guanxi.duckdb, parquet/<schema>/<table>.parquet, manifest.json}
serving/current -> generations/<build id>        the one thing that is ever replaced, by one rename
serving/{guanxi.duckdb, parquet, manifest.json}  fixed links through `current`
"""

import json
import os
import shutil
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from dagster_project.settings import Settings

PUBLISHED_NAMES = ("guanxi.duckdb", "parquet", "manifest.json")


@dataclass(frozen=True)
class Generation:
    """One published set. `row_counts` maps `schema.table` to rows; `published_at` is UTC, ISO 8601."""

    build_id: str
    as_of_date: date
    published_at: str
    row_counts: dict[str, int]
    folder: Path


def read_generation(folder: Path) -> Generation:
    """The generation in a folder, from its manifest. Raises FileNotFoundError when it is not complete."""
    manifest = json.loads((folder / "manifest.json").read_text())
    return Generation(
        build_id=manifest["build_id"],
        as_of_date=date.fromisoformat(manifest["as_of_date"]),
        published_at=manifest["published_at"],
        row_counts=manifest["row_counts"],
        folder=folder.resolve(),
    )


def current_generation(settings: Settings) -> Generation | None:
    """What readers see now, or None before the first publication."""
    pointer = settings.serving / "current"
    return read_generation(pointer) if pointer.exists() else None


def generations(settings: Settings) -> list[Generation]:
    """Every complete generation, the latest published first."""
    folder = settings.serving / "generations"
    complete = [read_generation(path.parent) for path in folder.glob("*/manifest.json") if path.parent.name[0] != "."]
    return sorted(complete, key=lambda g: (g.published_at, g.build_id), reverse=True)


def point_readers_to(settings: Settings, build_id: str) -> None:
    """Make a generation the current one. Readers that have the former open keep it until they close."""
    _replace_link(settings.serving / "current", Path("generations") / build_id)
    for name in PUBLISHED_NAMES:
        link = settings.serving / name
        if not link.is_symlink():
            _replace_link(link, Path("current") / name)
    sync_folder(settings.serving)


def forget_old_generations(settings: Settings, *, now: datetime) -> list[str]:
    """Delete generations beyond the latest `generations_kept` and those older than `generation_days`.

    The current one stays whatever its age; what a crash left half written or half deleted goes too. Nobody else may be
    publishing meanwhile. Returns the build ids deleted.
    """
    current = current_generation(settings)
    published = generations(settings)
    since = (now - timedelta(days=settings.generation_days)).isoformat()
    old = published[settings.generations_kept :]
    old += [g for g in published[: settings.generations_kept] if g.published_at < since]
    forgotten = [g for g in old if current is None or g.build_id != current.build_id]
    for generation in forgotten:
        # First of all: cut off half-way, what is left must not look like a generation to roll back to.
        (generation.folder / "manifest.json").unlink()
    for folder in (settings.serving / "generations").iterdir():
        if not (folder / "manifest.json").exists():
            remove_tree(folder)
    return [generation.build_id for generation in forgotten]


def remove_tree(folder: Path) -> None:
    """Delete a folder that may hold read-only files; a folder that is not there is no error."""
    shutil.rmtree(folder, ignore_errors=not folder.exists())


def open_like_serving(settings: Settings, folder: Path) -> None:
    """Give the folders of a generation the mode of `serving`: opened there once, it is open every night."""
    mode = settings.serving.stat().st_mode & 0o777
    for path in (folder.parent, folder, *(path for path in folder.rglob("*") if path.is_dir())):
        path.chmod(mode)


def sync_folder(folder: Path) -> None:
    """Force a folder's entries to disk, so that a rename survives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _replace_link(link: Path, target: Path) -> None:
    temporary = link.with_name(f".{link.name}.new")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(target)
    temporary.replace(link)
