"""The audit log: who published, rolled back or erased, and when. Appended to and synced, never rewritten."""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime

from dagster_project.settings import Settings, acting_user


@dataclass(frozen=True)
class AuditEntry:
    """One action. `at` is UTC, ISO 8601; `detail` holds identifiers of builds and counts, never personal data."""

    at: str
    actor: str
    action: str
    detail: dict[str, str | int]


def record_action(settings: Settings, action: str, **detail: str | int) -> None:
    """Append one line: `action` is `published`, `rolled_back`, `erased`, ... One write, so that lines never mix."""
    entry = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "actor": acting_user(), "action": action} | detail
    settings.home.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(settings.audit, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, (json.dumps(entry, ensure_ascii=False) + "\n").encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def audit_log(settings: Settings) -> list[AuditEntry]:
    """Every action, the oldest first."""
    if not settings.audit.exists():
        return []
    entries = [json.loads(line) for line in settings.audit.read_text(encoding="utf-8").splitlines()]
    return [AuditEntry(e.pop("at"), e.pop("actor"), e.pop("action"), e) for e in entries]
