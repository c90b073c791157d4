"""A home as this release keeps it: which layout it has, and that nobody else can read what is private."""

import json
import sqlite3
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

from dagster_project.settings import Settings

LAYOUT = 1
OWNER_ONLY = 0o700
NO_OTHERS = 0o770


class HomeRefused(Exception):
    """This release cannot work on the home; the text says why and what to do."""


def open_home(settings: Settings) -> None:
    """Create a home, or bring an earlier one to this release's layout, and close its private folders to others.

    `serving` is left as it is: what is published is masked, and BI tools may run as another user. Raises HomeRefused.
    """
    if not settings.home.exists():
        settings.home.mkdir(parents=True, mode=0o711)
    found = _layout_of(settings)
    if found > LAYOUT:
        raise HomeRefused(
            f"{settings.home} has layout {found}, this release (guanxi {version('guanxi')}) knows {LAYOUT}. Install "
            "the release that wrote it, or give another --home."
        )
    if found < LAYOUT:
        _forget_hashes_without_change_time(settings)
        _write_layout(settings)
    _close_to_others(settings)


def _layout_of(settings: Settings) -> int:
    path = _layout_path(settings)
    if not path.exists():
        return 0
    try:
        return int(json.loads(path.read_text())["layout"])
    except (ValueError, KeyError, TypeError) as problem:
        raise HomeRefused(f'{path} is not readable. Write {{"layout": {LAYOUT}}} or restore it.') from problem


def _forget_hashes_without_change_time(settings: Settings) -> None:
    """From 0 to 1: the first release remembered a file's hash by size and modification time alone."""
    if settings.ledger.exists():
        with closing(sqlite3.connect(settings.ledger, timeout=30)) as ledger, ledger:
            ledger.execute("drop table if exists file_hashes")


def _write_layout(settings: Settings) -> None:
    path = _layout_path(settings)
    partial = path.with_name(f".{path.name}.partial")
    partial.write_text(json.dumps({"layout": LAYOUT}) + "\n")
    partial.replace(path)


def _close_to_others(settings: Settings) -> None:
    """Whoever delivers may be in the group of the landing folder; nobody else needs anything but `serving`."""
    build = settings.build_file.parent
    folders = [settings.lake, settings.quarantine, build, settings.artifacts, settings.logs, settings.truth]
    for folder in (*folders, settings.orchestration, settings.dbt_target):
        folder.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY)
        _narrow(folder, OWNER_ONLY)
    settings.landing.mkdir(parents=True, exist_ok=True, mode=NO_OTHERS)
    _narrow(settings.landing, NO_OTHERS)
    settings.ledger.touch(mode=0o600)
    for file in settings.home.glob(f"{settings.ledger.name}*"):
        _narrow(file, OWNER_ONLY)


def _narrow(path: Path, allowed: int) -> None:
    mode = path.stat().st_mode & 0o777
    if mode & ~allowed:
        path.chmod(mode & allowed)


def _layout_path(settings: Settings) -> Path:
    return settings.home / "layout.json"
