"""What is published, how old it is, and what lies in the landing folder unpublished."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from dagster_project.publishing.generations import Generation, current_generation, generations
from dagster_project.settings import Settings
from dagster_project.warehouse.deliveries import stopped_deliveries
from dagster_project.warehouse.lock import is_locked


@dataclass(frozen=True)
class Status:
    """State of a home. `age` is the time since publication; None when nothing is published."""

    current: Generation | None
    age: timedelta | None
    kept: list[Generation]
    is_running: bool
    stopped: list[str]


def status_of(settings: Settings, *, now: datetime | None = None) -> Status:
    """Read the state of a home without disturbing a run."""
    current = current_generation(settings)
    age = (now or datetime.now(UTC)) - datetime.fromisoformat(current.published_at) if current else None
    return Status(
        current=current,
        age=age,
        kept=generations(settings),
        is_running=is_locked(settings),
        stopped=stopped_deliveries(settings, current.as_of_date if current else date.max),
    )
