"""Findings against the store: what opens, lasts, comes back and is resolved, and which messages that makes."""

import json
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from dagster_project.incidents.finding import Finding
from dagster_project.incidents.outbox import enqueue
from dagster_project.incidents.policy import Policy
from dagster_project.incidents.store import Change, Incident, incident_store, incidents_where
from dagster_project.settings import Settings


@dataclass(frozen=True)
class Sighting:
    """When something was looked at: the clock (UTC, aware), the as-of date, and the build ("" where there is none)."""

    now: datetime
    as_of: date
    build: str = ""


def observe(
    settings: Settings,
    findings: Iterable[Finding],
    *,
    sighting: Sighting,
    policy: Policy,
    cause_of: Callable[[str], str] = lambda asset: "",
) -> list[Change]:
    """Bring the incidents up to date and queue the messages of what changed, in one transaction.

    What an older day shows is ignored where a newer one has been seen: a back-fill says nothing of today. `cause_of`
    gives the likely cause for an asset, and is asked for incidents that open only.
    """
    changes: list[Change] = []
    with incident_store(settings) as store:
        known = {incident.key: incident for incident in incidents_where(store, "resolved_at is null")}
        for finding in findings:
            incident = known.get((finding.asset, finding.check))
            if incident is not None and incident.last_as_of > sighting.as_of:
                continue
            if finding.is_wrong:
                changes += _seen(store, finding, incident, sighting, policy, cause_of)
            elif incident is not None:
                changes += _resolved(store, incident, sighting)
        changes += _overdue(store, sighting, policy)
        enqueue(store, changes, now=sighting.now, policy=policy, timezone=settings.business_timezone)
    return changes


def _seen(store, finding: Finding, incident: Incident | None, sighting: Sighting, policy: Policy, cause_of):
    if incident is None:
        incident = _come_back(store, finding, sighting, policy)
        if incident is None:
            return [Change("opened", _open(store, finding, sighting, cause_of(finding.asset)))]
    new_build = incident.last_build != sighting.build
    store.execute(
        "update incidents set severity = ?, owner = ?, detail = ?, note = ?, samples = ?, last_seen_at = ?, "
        "last_as_of = ?, last_build = ?, occurrences = occurrences + ? where id = ?",
        (finding.severity, finding.owner, finding.detail, finding.note, json.dumps(finding.samples))
        + (sighting.now.isoformat(), sighting.as_of.isoformat(), sighting.build, int(new_build), incident.id),
    )
    if finding.severity == "critical" and incident.severity != "critical":
        return [_escalate(store, incident.id, sighting)]
    return []


def _open(store: sqlite3.Connection, finding: Finding, sighting: Sighting, cause: str) -> Incident:
    now, day = sighting.now.isoformat(), sighting.as_of.isoformat()
    number = store.execute(
        "insert into incidents (asset, check_name, severity, owner, detail, note, next_step, cause, samples, "
        "opened_at, last_seen_at, opened_as_of, last_as_of, last_build, occurrences, is_announced) "
        "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 1)",
        (finding.asset, finding.check, finding.severity, finding.owner, finding.detail, finding.note)
        + (finding.next_step, cause, json.dumps(finding.samples), now, now, day, day, sighting.build),
    ).lastrowid
    return incidents_where(store, "id = ?", number)[0]


def _come_back(store: sqlite3.Connection, finding: Finding, sighting: Sighting, policy: Policy) -> Incident | None:
    """The same trouble within the suppression window is the same incident, open again without a new message."""
    since = (sighting.now - policy.suppress).isoformat()
    former = incidents_where(
        store, "asset = ? and check_name = ? and resolved_at >= ?", finding.asset, finding.check, since
    )
    if not former:
        return None
    store.execute(
        "update incidents set resolved_at = null, resolved_as_of = null, is_announced = 0 where id = ?", [former[0].id]
    )
    return incidents_where(store, "id = ?", former[0].id)[0]


def _resolved(store: sqlite3.Connection, incident: Incident, sighting: Sighting) -> list[Change]:
    store.execute(
        "update incidents set resolved_at = ?, resolved_as_of = ? where id = ?",
        [sighting.now.isoformat(), sighting.as_of.isoformat(), incident.id],
    )
    return [Change("resolved", incidents_where(store, "id = ?", incident.id)[0])] if incident.is_announced else []


def _overdue(store: sqlite3.Connection, sighting: Sighting, policy: Policy) -> list[Change]:
    since = (sighting.now - policy.escalate_after).isoformat()
    waiting = "resolved_at is null and escalated_at is null and opened_at <= ?"
    return [_escalate(store, incident.id, sighting) for incident in incidents_where(store, waiting, since)]


def _escalate(store: sqlite3.Connection, number: int, sighting: Sighting) -> Change:
    store.execute(
        "update incidents set escalated_at = ?, is_announced = 1 where id = ?", [sighting.now.isoformat(), number]
    )
    return Change("escalated", incidents_where(store, "id = ?", number)[0])
