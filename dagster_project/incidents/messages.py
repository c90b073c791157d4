"""The words of an alert. Figures and masked keys only: a chat channel is no place for personal data."""

from collections import Counter
from dataclasses import dataclass

from dagster_project.incidents.store import Incident

LISTED_IN_DIGEST = 20
HEADLINES = {"opened": "", "escalated": "still open: ", "resolved": "resolved: "}


@dataclass(frozen=True)
class Message:
    """One message as a receiver shows it; `severity` is `critical`, `warning` or `resolved`."""

    severity: str
    title: str
    body: str


def message_of(kind: str, incident: Incident) -> Message:
    """The message that an incident opened, is escalated, or is resolved."""
    level = "resolved" if kind == "resolved" else incident.severity
    title = f"[Guanxi] {HEADLINES[kind]}{incident.severity}: {incident.asset}: {incident.check}"
    since = f"{incident.opened_at:%Y-%m-%d %H:%M} UTC"
    lines = [
        ("found", incident.detail),
        ("why it matters", incident.note),
        ("since", f"{since}, seen in {incident.occurrences} build(s), last as of {incident.last_as_of}"),
        ("examples", ", ".join(incident.samples)),
        ("likely cause", incident.cause),
        ("owner", incident.owner),
        ("next step", "none, it is well again" if kind == "resolved" else incident.next_step),
    ]
    return Message(level, title, "\n".join(f"{label}: {text}" for label, text in lines if text))


def digest(kind: str, incidents: list[Incident]) -> Message:
    """One message for many incidents that changed together: a storm has one cause more often than many."""
    worst = "critical" if any(i.severity == "critical" for i in incidents) else "warning"
    severities = Counter(i.severity for i in incidents)
    counts = ", ".join(f"{count} {severity}" for severity, count in sorted(severities.items()))
    causes = Counter(i.cause for i in incidents if i.cause).most_common(1)
    shown = [f"- {i.severity}: {i.asset}: {i.check}" for i in incidents[:LISTED_IN_DIGEST]]
    if len(incidents) > LISTED_IN_DIGEST:
        shown.append(f"- and {len(incidents) - LISTED_IN_DIGEST} more: `guanxi incidents` lists them")
    body = [f"{counts}.", *([f"likely cause: {causes[0][0]}"] if causes else []), *shown]
    title = f"[Guanxi] {HEADLINES[kind]}{len(incidents)} incidents at once"
    return Message("resolved" if kind == "resolved" else worst, title, "\n".join(body))
