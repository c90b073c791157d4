"""The tables that outlive a run (state.sql), beside the tables of the run itself, which are in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from dagster_project.settings import Settings

SWEEPS = 100  # DuckDB's own default
SHAPE = Path(__file__).with_name("state.sql")


@dataclass(frozen=True)
class Known:
    """The day that the state is of (None: it is empty), and the day of the terms by which its pairs were weighed."""

    as_of: date | None
    terms: str | None


def state_file(settings: Settings) -> Path:
    """Where the state lies."""
    return settings.home / "build" / "identity" / "state.duckdb"


@contextmanager
def working_state(settings: Settings, version: str) -> Iterator[tuple[duckdb.DuckDBPyConnection, Known]]:
    """A connection that sees the state's tables by their names, and creates its own in memory.

    A state of another version, or one that a run left halfway, is begun anew. The run ends with `remember`.
    """
    file = state_file(settings)
    file.parent.mkdir(parents=True, exist_ok=True)
    settings.spill.mkdir(parents=True, exist_ok=True)
    limits = {"memory_limit": settings.memory_limit, "threads": settings.threads, "temp_directory": str(settings.spill)}
    # The state is written through once, at the end, and no log is kept beside it: until then the file is as it was.
    manner = {"preserve_insertion_order": False, "checkpoint_threshold": "1TB"}
    with duckdb.connect(config=limits | manner) as connection:
        # Texts that are squeezed are slow to write, and to read a few of; so they take 1 GB more at a million records.
        connection.execute("set disabled_compression_methods = 'fsst,dictionary,dict_fsst'")
        known = _attach(connection, file, version)
        connection.execute("delete from marker")
        yield connection, known


def remember(connection: duckdb.DuckDBPyConnection, version: str, known: Known) -> None:
    """Say that the state is whole, and of which day.

    Room that deleted rows leave is won back on Sundays only: moving rows together costs more than a night's writing.
    """
    connection.execute("insert into marker values (?, ?, ?)", [version, known.terms, known.as_of])
    sweeps = SWEEPS if known.as_of.weekday() == 6 else 0
    connection.execute(f"set max_vacuum_tasks = {sweeps}")
    connection.execute("checkpoint state")


def replace(connection: duckdb.DuckDBPyConnection, table: str, *, gone: str, rows: str) -> None:
    """Delete from a table of the state by a condition, and insert the rows of a query, matched by column name."""
    connection.execute(f"delete from {table} where {gone}")
    connection.execute(f"insert into {table} by name {rows}")


def _attach(connection: duckdb.DuckDBPyConnection, file: Path, version: str) -> Known:
    if file.exists():
        try:
            _open(connection, file)
            found = connection.execute("select version, terms, as_of_date from marker").fetchall()
        except duckdb.Error:  # cut off while it was written, or of another DuckDB
            found = []
        if len(found) == 1 and found[0][0] == version:
            return Known(found[0][2], found[0][1])
        connection.execute("set search_path = 'memory.main'")
        connection.execute("detach database if exists state")
        for part in (file, file.with_name(f"{file.name}.wal")):
            part.unlink(missing_ok=True)
    _open(connection, file)
    connection.execute("use state")
    connection.execute(SHAPE.read_text(encoding="utf-8"))
    connection.execute("set search_path = 'memory.main,state.main'")
    return Known(None, None)


def _open(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    quoted = str(file).replace("'", "''")
    manner = "recovery_mode no_wal_writes, storage_version 'latest'"
    connection.execute(f"attach '{quoted}' as state ({manner})")
    connection.execute("set search_path = 'memory.main,state.main'")
