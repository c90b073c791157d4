"""What the commands do about incidents, without any daemon."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from dagster_project.incidents.store import open_incidents
from dagster_project.incidents.watch import send_due, watch_clock, watch_run
from dagster_project.publishing.generations import Generation, current_generation
from dagster_project.settings import Settings
from dagster_project.warehouse.build_id import build_id


@dataclass(frozen=True)
class Alerts:
    """Incidents that are open, and messages that wait for their receiver or for the end of the quiet hours."""

    open: int
    waiting: int


def after_run(settings: Settings, day: date | None, *, problem: str = "") -> Alerts:
    """Note how a run ended (`problem` is empty for well) and tell whoever must know. `day` may be unknown."""
    build = build_id(settings, day) if day and settings.ledger.exists() else ""
    watch_run(settings, as_of=day or date.min, build=build, succeeded=not problem, detail=problem)
    generation = current_generation(settings)
    if not problem and generation is not None:
        _look_at_the_clock(settings, generation, None)
    return _told(settings)


def after_status(settings: Settings, current: Generation, *, max_age: timedelta | None) -> Alerts:
    """Open or resolve the incident of a published file that is too old; send what waits."""
    _look_at_the_clock(settings, current, max_age)
    return _told(settings)


def _look_at_the_clock(settings: Settings, current: Generation, max_age: timedelta | None) -> None:
    watch_clock(
        settings,
        published_at=datetime.fromisoformat(current.published_at),
        as_of=current.as_of_date,
        now=datetime.now(UTC),
        max_age=max_age,
    )


def _told(settings: Settings) -> Alerts:
    delivery = send_due(settings)
    return Alerts(len(open_incidents(settings)), delivery.waiting)
