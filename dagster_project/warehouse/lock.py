"""One writer: an operating-system lock on the home that dies with its process."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from dagster_project.settings import Settings


class HomeLocked(Exception):
    """Another process is writing to this home."""


def _lock_path(settings: Settings) -> Path:
    return settings.home / "writer.lock"


@contextmanager
def writer_lock(settings: Settings, *, timeout: float = 5.0) -> Iterator[None]:
    """Hold the home for writing. Re-entrant within one process.

    Raises HomeLocked, naming the process that holds it, after `timeout` seconds.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    lock = FileLock(_lock_path(settings), timeout=timeout, is_singleton=True)
    try:
        lock.acquire()
    except Timeout as error:
        raise HomeLocked(
            f"{settings.home} is in use by {lock_holder(settings)}. Wait for that run, or stop it; "
            "the lock is released when its process ends."
        ) from error
    try:
        _holder_path(settings).write_text(json.dumps({"pid": os.getpid()}))
        yield
    finally:
        lock.release()


def is_locked(settings: Settings) -> bool:
    """Whether a process holds the home for writing now."""
    if not _lock_path(settings).exists():
        return False
    probe = FileLock(_lock_path(settings), timeout=0)
    try:
        probe.acquire()
    except Timeout:
        return True
    probe.release()
    return False


def lock_holder(settings: Settings) -> str:
    """The process that holds the lock, or held it last, as text for a message."""
    path = _holder_path(settings)
    return f"process {json.loads(path.read_text())['pid']}" if path.exists() else "another process"


def _holder_path(settings: Settings) -> Path:
    return settings.home / "writer.json"
