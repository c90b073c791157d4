"""Great Expectations over SQLAlchemy on a private in-memory DuckDB, started once per process."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import gettempdir
from typing import Any

# One suite at a time: the memory limit belongs to the database, and Great Expectations keeps state in its context.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class Runtime:
    """A Great Expectations data source and the engine of its database."""

    source: Any
    engine: Any

    def execute(self, *statements: str) -> None:
        """Run statements that return nothing of interest."""
        with self.engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)


@contextmanager
def runtime(*, memory_limit: str | None = None, threads: int | None = None) -> Iterator[Runtime]:
    """The process's runtime, exclusively, with its resources set."""
    with _ONE_AT_A_TIME:
        started = _started(os.getpid())
        settings = {
            "memory_limit": memory_limit and f"'{memory_limit}'",
            "threads": threads,
            # An in-memory database spills into the working directory otherwise.
            "temp_directory": f"'{gettempdir()}/guanxi_expectations_{os.getpid()}'",
        }
        started.execute(*(f"set {name} = {value}" for name, value in settings.items() if value))
        yield started


@contextmanager
def attached_build(file: Path) -> Iterator[None]:
    """While the block lasts, relations may read this DuckDB file as database `build`; opened once for all of them."""
    with runtime() as started:
        started.execute(f"attach '{file}' as build (read_only)")
    try:
        yield
    finally:
        with runtime() as started:
            started.execute("detach build")


@cache
def _started(process_id: int) -> Runtime:
    """Start it: 4 s of imports, 10 ms of set-up. Nothing is written to disk and nothing is sent anywhere."""
    import great_expectations as gx
    from sqlalchemy import event

    context = gx.get_context(mode="ephemeral")
    context.enable_analytics(False)
    context.variables.progress_bars = {"globally": False}
    # A named in-memory database is one database for all of the engines' connections; unnamed, each would see its own.
    source = context.data_sources.add_sql(
        name="guanxi", connection_string=f"duckdb:///:memory:guanxi_expectations_{process_id}"
    )
    engine = source.get_execution_engine().engine
    for each in (engine, source.get_engine()):
        event.listen(each, "after_cursor_execute", _buffer_rows)
    return Runtime(source, engine)


def _buffer_rows(connection, cursor, statement, parameters, context, executemany) -> None:
    """Fetch at once: Great Expectations closes the connection before it fetches, and DuckDB's cursor dies with it."""
    from sqlalchemy.engine.cursor import FullyBufferedCursorFetchStrategy

    if cursor.description:
        context.cursor_fetch_strategy = FullyBufferedCursorFetchStrategy(
            cursor, initial_buffer=cursor.fetchall(), alternate_description=cursor.description
        )
