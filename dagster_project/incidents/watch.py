"""Look at a home, bring its incidents up to date, send what is due. Never a reason for a run to fail."""

import logging
import sqlite3
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from dagster_project.incidents.causes import cause_finder
from dagster_project.incidents.finding import Finding, findings_of, freshness_finding, run_finding
from dagster_project.incidents.observe import Sighting, observe
from dagster_project.incidents.outbox import Delivery, deliver
from dagster_project.incidents.policy import Policy, PolicyError, load_policy
from dagster_project.settings import Settings
from dagster_project.warehouse.evidence import evidence_of

log = logging.getLogger(__name__)


def watch_build(settings: Settings, *, as_of: date, build: str, now: datetime | None = None) -> None:
    """Incidents out of everything that was built and checked for a build."""
    _observe(settings, findings_of(evidence_of(settings, build)), _sighting(as_of, build, now))


def watch_run(
    settings: Settings, *, as_of: date, build: str, succeeded: bool, detail: str = "", now: datetime | None = None
) -> None:
    """The same at the end of a run, with the run's own outcome.

    A run that fails because a check did is told of by that check alone.
    """
    findings = findings_of(evidence_of(settings, build)) if build else []
    explained = any(f.is_wrong and f.severity == "critical" for f in findings)
    if succeeded or not explained:
        findings.append(run_finding(succeeded=succeeded, detail=detail))
    _observe(settings, findings, _sighting(as_of, build, now))


def watch_clock(
    settings: Settings, *, published_at: datetime, as_of: date, now: datetime, max_age: timedelta | None = None
) -> None:
    """What only the time shows: the published build (its time, its day) grows old. Default age: the policy's."""
    allowed = max_age or _policy(settings).max_age
    hours, limit = (now - published_at).total_seconds() / 3600, allowed.total_seconds() / 3600
    detail = f"published {hours:.1f} hours ago, as of {as_of}; at most {limit:g} are allowed"
    _observe(settings, [freshness_finding(fresh=now - published_at <= allowed, detail=detail)], Sighting(now, as_of))


def watch_findings(settings: Settings, findings: Iterable[Finding], *, as_of: date, now: datetime) -> None:
    """Incidents out of findings that somebody else made, such as a check of one's own in Dagster."""
    _observe(settings, findings, Sighting(now, as_of))


def send_due(settings: Settings, *, now: datetime | None = None) -> Delivery:
    """Send what waits in the queue and is due."""
    try:
        return deliver(settings, now=now or datetime.now(UTC), policy=_policy(settings))
    except (sqlite3.Error, OSError) as problem:
        log.error("messages are not sent: %s", problem)
        return Delivery(0, 0)


def _observe(settings: Settings, findings: Iterable[Finding], sighting: Sighting) -> None:
    try:
        cause_of = cause_finder(settings, sighting.as_of)
        observe(settings, findings, sighting=sighting, policy=_policy(settings), cause_of=cause_of)
    except (sqlite3.Error, OSError) as problem:
        log.error("incidents are not up to date: %s", problem)


def _policy(settings: Settings) -> Policy:
    """The policy; a broken one is none, said in the log: incidents are kept all the same."""
    try:
        return load_policy(settings)
    except PolicyError as problem:
        log.error("nobody is alerted: %s", problem)
        return Policy()


def _sighting(as_of: date, build: str, now: datetime | None) -> Sighting:
    return Sighting(now or datetime.now(UTC), as_of, build)
