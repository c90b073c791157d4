"""The gate: whether the build with this id may be published, decided from its own evidence (N1, N2)."""

from collections.abc import Collection
from dataclasses import dataclass

from dagster_project.settings import Settings
from dagster_project.warehouse.evidence import Evidence, evidence_of, last_builder


class GateClosed(Exception):
    """The build may not be published. The message lists every reason."""


@dataclass(frozen=True)
class Gate:
    """What the gate saw. `reasons` is empty exactly when the gate is open."""

    build_id: str
    evidence: tuple[Evidence, ...]
    reasons: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        return not self.reasons

    @property
    def passed_count(self) -> int:
        return sum(e.passed for e in self.evidence)


def inspect_gate(
    settings: Settings,
    build_id: str,
    *,
    required: Collection[tuple[str, str]],
    required_kinds: Collection[str] = (),
    judged_later: Collection[str] = (),
) -> Gate:
    """Judge a build.

    `required` names the (kind, subject) pairs that must have been done for this very build id: a check that never ran
    closes the gate as a failed one does, and so does a table that another build has overwritten since. Of each of
    `required_kinds` something must have been checked, whatever its subject: who deletes the last check of leakage
    closes the gate. Kinds `judged_later` are what publishing itself looks at: an earlier attempt does not count.
    """
    evidence = tuple(e for e in evidence_of(settings, build_id) if e.kind not in judged_later)
    seen = {(e.kind, e.subject) for e in evidence}
    failed = [f"{e.kind} {e.subject} failed: {e.detail}" for e in evidence if not e.passed and e.severity == "critical"]
    missing = [f"{kind} {subject} was not done for this build" for kind, subject in sorted(set(required) - seen)]
    absent = sorted(set(required_kinds) - {e.kind for e in evidence})
    missing += [f"no check of kind {kind} was done for this build" for kind in absent]
    builders = last_builder(settings, "dbt_model")
    foreign = [
        f"dbt_model {subject} was rebuilt by {builders[subject]} since"
        for kind, subject in sorted(required)
        if kind == "dbt_model" and (kind, subject) in seen and builders[subject] != build_id
    ]
    return Gate(build_id, evidence, tuple(failed + missing + foreign))


def require_open(gate: Gate) -> None:
    """Raises GateClosed, with every reason and the remedy, unless the gate is open."""
    if gate.is_open:
        return
    shown = "\n".join(f"  - {reason}" for reason in gate.reasons[:20])
    more = f"\n  ... and {len(gate.reasons) - 20} more" if len(gate.reasons) > 20 else ""
    raise GateClosed(
        f"build {gate.build_id} is not published, {len(gate.reasons)} reason(s):\n{shown}{more}\n"
        "What is published stays as it is. Mend the cause and run the day again."
    )
