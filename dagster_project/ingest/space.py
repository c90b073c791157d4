"""Disk or memory has run out: the machine's trouble, never the delivery's, so nothing is remembered against it."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from ..settings import Settings
from .errors import IngestError

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
# DuckDB and SQLite give their text only.
PHRASES = ("No space left on device", "Disk quota exceeded", "File too large", "database or disk is full")


def is_out_of_space(problem: BaseException) -> bool:
    """Whether an error of Python, DuckDB or SQLite means that memory or disk has run out."""
    if isinstance(problem, OSError):
        return problem.errno in FULL
    return isinstance(problem, duckdb.OutOfMemoryException) or any(phrase in str(problem) for phrase in PHRASES)


@contextmanager
def explained(settings: Settings, *, doing: str) -> Iterator[None]:
    """Turns such an error into an IngestError with the remedy; what was under way counts as never begun."""
    try:
        yield
    except (OSError, duckdb.Error, sqlite3.Error) as problem:
        if not is_out_of_space(problem):
            raise
        raise IngestError(
            f"{doing} does not fit into {settings.memory_limit} of memory and the free disk space of {settings.home}. "
            "Raise GUANXI_MEMORY_LIMIT, free disk space, or deliver the file in parts. Then run the day again: "
            "nothing is lost."
        ) from problem
