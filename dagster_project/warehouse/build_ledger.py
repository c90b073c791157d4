"""What a home knows of its builds, in the ledger beside the deliveries: SQLite, whole after a crash at any instant."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from dagster_project.settings import Settings

SCHEMA = """
create table if not exists gate_evidence (
    sequence integer primary key,
    build_id text not null,
    kind text not null,
    subject text not null,
    severity text not null,
    passed integer not null,
    detail text not null
);
create index if not exists gate_evidence_by_build on gate_evidence (build_id, kind, subject);
create index if not exists gate_evidence_by_subject on gate_evidence (kind, subject, sequence);
create table if not exists accepted_builds (
    sequence integer primary key,
    build_id text not null unique,
    as_of_date text not null,
    code_sha256 text not null,
    check_count integer not null,
    passed_count integer not null
);
create table if not exists expectation_results (
    build_id text not null,
    table_name text not null,
    expectation text not null,
    column_name text,
    severity text not null,
    owner text not null,
    passed integer not null,
    unexpected_count integer not null,
    element_count integer not null,
    observed text not null,
    note text not null,
    primary key (build_id, table_name, expectation)
);
create table if not exists table_profiles (
    build_id text not null,
    table_name text not null,
    metric text not null,
    value real not null,
    primary key (build_id, table_name, metric)
);
create table if not exists withdrawn_builds (build_id text primary key)
"""
# Columns that came after the table did: a home of an earlier release gets them when it is next opened.
ADDED_COLUMNS = {"gate_evidence": ("asset", "owner", "note", "samples")}


@contextmanager
def build_ledger(settings: Settings) -> Iterator[sqlite3.Connection]:
    """One transaction on the ledger: committed when the block ends, rolled back when it raises."""
    settings.ledger.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(settings.ledger, timeout=60)
    try:
        connection.execute("pragma journal_mode=wal")
        connection.execute("pragma synchronous=full")
        connection.executescript(SCHEMA)
        _add_missing_columns(connection)
        with connection:
            yield connection
    finally:
        connection.close()


def _add_missing_columns(connection: sqlite3.Connection) -> None:
    for table, columns in ADDED_COLUMNS.items():
        present = {row[1] for row in connection.execute(f"pragma table_info({table})")}
        for column in columns:
            if column not in present:
                connection.execute(f"alter table {table} add column {column} text not null default ''")
