"""Where the SQL of a mapping runs: nothing but the delivery and the files of its batch is reachable, and time ends."""

import shutil
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from ..settings import Settings

SECONDS = 3_600
CLOSED = (
    "set autoinstall_known_extensions = false",
    "set autoload_known_extensions = false",
    "set allow_community_extensions = false",
    "set python_enable_replacements = false",
    "set enable_external_access = false",
    "set lock_configuration = true",
)


@contextmanager
def scratch(settings: Settings) -> Iterator[Path]:
    """An empty folder of its own for spilling: DuckDB leaves its spill folder open to SQL even when locked."""
    folder = settings.spill / "ingest"
    shutil.rmtree(folder, ignore_errors=not folder.exists())
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def locked(connection: duckdb.DuckDBPyConnection, outputs: Iterable[Path]) -> None:
    """From here on no file is reachable but `outputs`, no extension can be loaded, and nothing can be set any more."""
    connection.execute("set allowed_paths = $paths", {"paths": [str(path) for path in outputs]})
    for statement in CLOSED:
        connection.execute(statement)


@contextmanager
def bounded(connection: duckdb.DuckDBPyConnection, seconds: float | None = None) -> Iterator[None]:
    """Interrupts what runs on the connection after some time, with duckdb.InterruptException."""
    timer = threading.Timer(SECONDS if seconds is None else seconds, connection.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
