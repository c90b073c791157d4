"""The queue of messages: written with the state that they tell of, sent later, kept until they are."""

import logging
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from filelock import FileLock, Timeout

from dagster_project.incidents.messages import Message, digest, message_of
from dagster_project.incidents.policy import Policy
from dagster_project.incidents.store import Change, incident_store
from dagster_project.settings import Settings

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
Send = Callable[[tuple[str, ...], Message], str]  # returns what went wrong, or ""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Delivery:
    """Messages sent now, and messages that still wait, quiet hours included."""

    sent: int
    waiting: int


def enqueue(
    store: sqlite3.Connection, changes: Iterable[Change], *, now: datetime, policy: Policy, timezone: str
) -> None:
    """Queue one message a change and channel; where a channel would get more than `digest_above`, one for them all."""
    by_channel: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        incident = change.incident
        escalated = change.kind == "escalated"
        for channel in policy.channels_for(incident.owner, incident.severity, escalated=escalated):
            by_channel.setdefault((channel, change.kind), []).append(change)
    for (channel, kind), same in by_channel.items():
        texts = [message_of(kind, change.incident) for change in same]
        if len(texts) > policy.digest_above:
            texts = [digest(kind, [change.incident for change in same])]
        for text in texts:
            due = now
            if policy.quiet_hours:
                due = policy.quiet_hours.first_due(now, severity=text.severity, timezone=timezone)
            store.execute(
                "insert into messages (channel, severity, title, body, created_at, due_at) values (?, ?, ?, ?, ?, ?)",
                (channel, text.severity, text.title, text.body, now.isoformat(), due.isoformat()),
            )


def deliver(settings: Settings, *, now: datetime, policy: Policy, send: Send | None = None) -> Delivery:
    """Send what is due. A receiver that is down keeps its messages for later, and is asked once a call.

    At least once: a crash between sending and noting it sends a message again. One process sends at a time.
    """
    from dagster_project.incidents.channels import send_by_apprise

    settings.home.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(settings.incidents.with_suffix(".lock"), timeout=0):
            sent = _deliver(settings, now, policy, send or send_by_apprise)
    except Timeout:
        sent = 0
    with incident_store(settings) as store:
        waiting = store.execute("select count(*) from messages where sent_at is null").fetchone()[0]
    return Delivery(sent, waiting)


def _deliver(settings: Settings, now: datetime, policy: Policy, send: Send) -> int:
    with incident_store(settings) as store:
        due = store.execute(
            "select id, channel, severity, title, body, attempts from messages "
            "where sent_at is null and due_at <= ? order by id",
            [now.isoformat()],
        ).fetchall()
    down: set[str] = set()
    sent = 0
    for number, channel, severity, title, body, attempts in due:
        if channel in down:
            continue
        urls = policy.channels.get(channel, ())
        error = send(urls, Message(severity, title, body)) if urls else f"channel {channel} is not in the policy"
        _note(settings, number, now, attempts + 1, error)
        if error:
            down.add(channel)
            log.warning("message %s to %s waits: %s", number, channel, error)
        sent += not error
    return sent


def _note(settings: Settings, number: int, now: datetime, attempts: int, error: str) -> None:
    pause = min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)
    with incident_store(settings) as store:
        store.execute(
            "update messages set attempts = ?, last_error = ?, due_at = ?, sent_at = ? where id = ?",
            [attempts, error, (now + pause).isoformat(), None if error else now.isoformat(), number],
        )
