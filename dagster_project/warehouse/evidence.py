"""What was checked for a build, kept in the ledger: the gate trusts this, not the order in which steps ran."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

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
"""


@dataclass(frozen=True)
class Evidence:
    """One thing that was built or checked.

    `kind` is `dbt_model`, `dbt_seed`, `dbt_test`, `expectation`, `expectation_suite`, `identity`, `minimum`, `model` or
    `row_balance`; `severity` is `critical`, `warning` or `info`, and only a failed critical one closes the gate.
    """

    kind: str
    subject: str
    severity: str
    passed: bool
    detail: str = ""


@contextmanager
def _ledger(settings: Settings) -> Iterator[sqlite3.Connection]:
    settings.ledger.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(settings.ledger, timeout=60)
    try:
        connection.execute("pragma journal_mode=wal")
        connection.execute("pragma synchronous=full")
        connection.executescript(SCHEMA)
        with connection:
            yield connection
    finally:
        connection.close()


def record(settings: Settings, build_id: str, evidence: Iterable[Evidence]) -> None:
    """Add evidence to a build, in one transaction. Later evidence on the same subject replaces the earlier."""
    rows = [(build_id, e.kind, e.subject, e.severity, int(e.passed), e.detail) for e in evidence]
    with _ledger(settings) as ledger:
        ledger.executemany(
            "insert into gate_evidence (build_id, kind, subject, severity, passed, detail) values (?, ?, ?, ?, ?, ?)",
            rows,
        )


def evidence_of(settings: Settings, build_id: str) -> list[Evidence]:
    """The last word on every subject of a build, ordered by kind and subject."""
    with _ledger(settings) as ledger:
        rows = ledger.execute(
            """
            select kind, subject, severity, passed, detail from gate_evidence
            where sequence in (select max(sequence) from gate_evidence where build_id = ? group by kind, subject)
            order by kind, subject
            """,
            [build_id],
        ).fetchall()
    return [Evidence(kind, subject, severity, bool(passed), detail) for kind, subject, severity, passed, detail in rows]


def last_builder(settings: Settings, kind: str) -> dict[str, str]:
    """Build id that last wrote each subject of a kind: whose table the build file holds now."""
    with _ledger(settings) as ledger:
        return dict(
            ledger.execute(
                """
                select subject, build_id from gate_evidence
                where sequence in (select max(sequence) from gate_evidence where kind = ? group by subject)
                """,
                [kind],
            ).fetchall()
        )
