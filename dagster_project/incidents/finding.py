"""What was found right or wrong, in one shape, whoever found it."""

from collections.abc import Iterable
from dataclasses import dataclass

from dagster_project.incidents.masking import masked_detail
from dagster_project.warehouse.evidence import Evidence

OWNER = "team:data-engineering"
RUN = ("nightly", "the run succeeds")
PUBLISHED = ("serving/guanxi", "what is published is fresh")
PRIVATE = ("serving/guanxi", "no published text shows personal data")
NEXT_STEPS = {
    "expectation": "Compare the delivery with its source; let its owner deliver a corrected file of the same name, "
    "then `guanxi run`.",
    "freshness": "Ask the owner of the source for the missing delivery; the next `guanxi run` takes it in.",
    "row_balance": "`guanxi quarantine list` and meta.deliveries say what stopped or does not balance.",
    "minimum": "Deliver what is named, then `guanxi run`.",
    "model": "The scores are published with the tier they were made by; compare the model's metrics with yesterday's.",
    "dbt_model": "The log of the day in <home>/logs names the SQL error.",
    "dbt_test": "Read the test named above; its comment says what goes wrong and how to mend it.",
    "reconciliation": "meta.reconciliation of the build file names check, month and channel that differ.",
    "identity": "The log of the day in <home>/logs says where recognising customers stopped; mend that.",
    "privacy": "docs/security.md says for each table where its texts come from and how to mend it; then `guanxi run`.",
    "leakage": "Do not use the scores: a feature uses what was not known at its cut-off. Mend the feature.",
}


@dataclass(frozen=True)
class Finding:
    """One check of one asset ("erp/orders") and its outcome. `samples` are masked keys of rows concerned."""

    asset: str
    check: str
    passed: bool
    severity: str = "critical"
    owner: str = OWNER
    detail: str = ""
    note: str = ""
    next_step: str = ""
    samples: tuple[str, ...] = ()

    @property
    def is_wrong(self) -> bool:
        """Whether somebody should know: what is merely informative is recorded, not alerted."""
        return not self.passed and self.severity in ("critical", "warning")


def findings_of(evidence: Iterable[Evidence]) -> list[Finding]:
    """Findings out of the evidence of a build: one a check, none for roll-ups and for what was only skipped."""
    return [
        Finding(
            asset=e.asset or e.kind,
            check=e.subject,
            passed=e.passed,
            severity=e.severity,
            owner=e.owner or OWNER,
            detail=masked_detail(e.detail) if e.kind.startswith("dbt_") else e.detail,
            note=e.note,
            next_step=NEXT_STEPS.get(e.kind, ""),
            samples=e.samples,
        )
        for e in evidence
        if e.kind != "expectation_suite" and not e.detail.startswith("skipped")
    ]


def run_finding(*, succeeded: bool, detail: str = "") -> Finding:
    """The outcome of a nightly run."""
    asset, check = RUN
    return Finding(asset, check, succeeded, detail=detail, next_step="Mend the cause and run the day again.")


def freshness_finding(*, fresh: bool, detail: str = "") -> Finding:
    """Whether what readers see is young enough."""
    asset, check = PUBLISHED
    next_step = "`guanxi status` says since when; see whether the schedule runs and what the last run said."
    return Finding(asset, check, fresh, detail=detail, next_step=next_step)
