"""The incidents of a home and the messages to be sent, in one SQLite file: a state and its message change together."""

import json
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from dagster_project.settings import Settings

log = logging.getLogger(__name__)
SCHEMA = """
create table if not exists incidents (
    id integer primary key,
    asset text not null,
    check_name text not null,
    severity text not null,
    owner text not null,
    detail text not null,
    note text not null,
    next_step text not null,
    cause text not null,
    samples text not null,
    opened_at text not null,
    last_seen_at text not null,
    resolved_at text,
    opened_as_of text not null,
    last_as_of text not null,
    resolved_as_of text,
    last_build text not null,
    occurrences integer not null,
    is_announced integer not null,
    escalated_at text
);
create unique index if not exists one_open_incident on incidents (asset, check_name) where resolved_at is null;
create table if not exists messages (
    id integer primary key,
    channel text not null,
    severity text not null,
    title text not null,
    body text not null,
    created_at text not null,
    due_at text not null,
    attempts integer not null default 0,
    last_error text not null default '',
    sent_at text
);
create index if not exists messages_waiting on messages (due_at) where sent_at is null
"""
COLUMNS = (
    "id, asset, check_name, severity, owner, detail, note, next_step, cause, samples, opened_at, last_seen_at, "
    "resolved_at, opened_as_of, last_as_of, resolved_as_of, last_build, occurrences, is_announced, escalated_at"
)


@dataclass(frozen=True)
class Incident:
    """One check of one asset that was wrong from `opened_at` to `resolved_at` (UTC; None while it lasts).

    `occurrences` counts builds; `..._as_of` are the as-of dates of the builds that opened, last showed and resolved it.
    """

    id: int
    asset: str
    check: str
    severity: str
    owner: str
    detail: str
    note: str
    next_step: str
    cause: str
    samples: tuple[str, ...]
    opened_at: datetime
    last_seen_at: datetime
    resolved_at: datetime | None
    opened_as_of: date
    last_as_of: date
    resolved_as_of: date | None
    last_build: str
    occurrences: int
    is_announced: bool
    escalated_at: datetime | None

    @property
    def key(self) -> tuple[str, str]:
        return self.asset, self.check


@dataclass(frozen=True)
class Change:
    """What happened to an incident: `opened`, `escalated` or `resolved`."""

    kind: str
    incident: Incident


@contextmanager
def incident_store(settings: Settings) -> Iterator[sqlite3.Connection]:
    """One writing transaction: two observers at once take turns."""
    settings.incidents.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = _connect(settings.incidents)
    except sqlite3.DatabaseError as problem:
        if isinstance(problem, sqlite3.OperationalError):  # locked, or the disk is full: the file is well
            raise
        _put_aside(settings.incidents)
        log.error("%s was damaged (%s) and is put aside: what is still wrong opens again", settings.incidents, problem)
        connection = _connect(settings.incidents)
    try:
        connection.execute("begin immediate")
        try:
            yield connection
        except BaseException:
            connection.execute("rollback")
            raise
        connection.execute("commit")
    finally:
        connection.close()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=30, isolation_level=None)
    try:
        path.chmod(0o600)
        connection.execute("pragma journal_mode=wal")
        connection.execute("pragma synchronous=full")
        for statement in SCHEMA.split(";\n"):
            connection.execute(statement)
    except BaseException:
        connection.close()
        raise
    return connection


def _put_aside(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.replace(part.with_name(f"{part.name}.damaged"))


def incidents_where(store: sqlite3.Connection, condition: str = "true", *values: object) -> list[Incident]:
    """Incidents that a SQL condition selects, the latest opened first."""
    rows = store.execute(f"select {COLUMNS} from incidents where {condition} order by opened_at desc, id desc", values)
    return [_incident(row) for row in rows]


def open_incidents(settings: Settings) -> list[Incident]:
    """What is wrong now."""
    with incident_store(settings) as store:
        return incidents_where(store, "resolved_at is null")


def all_incidents(settings: Settings) -> list[Incident]:
    """Everything that was ever wrong, the latest first."""
    with incident_store(settings) as store:
        return incidents_where(store)


def _incident(row: tuple) -> Incident:
    values = list(row)
    values[9] = tuple(json.loads(row[9]))
    for at in (10, 11, 12, 19):
        values[at] = row[at] and datetime.fromisoformat(row[at])
    for day in (13, 14, 15):
        values[day] = row[day] and date.fromisoformat(row[day])
    values[18] = bool(row[18])
    return Incident(*values)
