"""What was checked for a build, kept in the ledger: the gate trusts this, not the order in which steps ran."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from dagster_project.settings import Settings
from dagster_project.warehouse.build_ledger import build_ledger

COLUMNS = "kind, subject, severity, passed, detail, asset, owner, note, samples"


@dataclass(frozen=True)
class Evidence:
    """One thing that was built or checked.

    `kind` is `dbt_model`, `dbt_seed`, `dbt_test`, `leakage`, `reconciliation`, `expectation`, `expectation_suite`,
    `freshness`, `identity`, `minimum`, `model`, `privacy` or `row_balance`; `severity` is `critical`, `warning` or
    `info`, and only a failed critical one closes the gate. `asset` ("erp/orders"), `owner`, `note` (why it is
    checked) and `samples` (masked keys) are for whoever is alerted.
    """

    kind: str
    subject: str
    severity: str
    passed: bool
    detail: str = ""
    asset: str = ""
    owner: str = ""
    note: str = ""
    samples: tuple[str, ...] = ()


def record(settings: Settings, build_id: str, evidence: Iterable[Evidence]) -> None:
    """Add evidence to a build, in one transaction. Later evidence on the same subject replaces the earlier."""
    rows = [
        (build_id, e.kind, e.subject, e.severity, int(e.passed), e.detail, e.asset, e.owner, e.note)
        + (json.dumps(e.samples),)
        for e in evidence
    ]
    with build_ledger(settings) as ledger:
        ledger.executemany(
            f"insert into gate_evidence (build_id, {COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
        )


def evidence_of(settings: Settings, build_id: str) -> list[Evidence]:
    """The last word on every subject of a build, ordered by kind and subject."""
    with build_ledger(settings) as ledger:
        rows = ledger.execute(
            f"""
            select {COLUMNS} from gate_evidence
            where sequence in (select max(sequence) from gate_evidence where build_id = ? group by kind, subject)
            order by kind, subject
            """,
            [build_id],
        ).fetchall()
    return [
        Evidence(kind, subject, severity, bool(passed), *texts, samples=tuple(json.loads(samples or "[]")))
        for kind, subject, severity, passed, *texts, samples in rows
    ]


def last_builder(settings: Settings, kind: str) -> dict[str, str]:
    """Build id that last wrote each subject of a kind: whose table the build file holds now."""
    with build_ledger(settings) as ledger:
        return dict(
            ledger.execute(
                """
                select subject, build_id from gate_evidence
                where sequence in (select max(sequence) from gate_evidence where kind = ? group by subject)
                """,
                [kind],
            ).fetchall()
        )
