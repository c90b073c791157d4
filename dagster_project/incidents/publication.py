"""Incidents as a published build tells of them."""

from datetime import date

import pyarrow as pa

from dagster_project.incidents.finding import PRIVATE, PUBLISHED, RUN
from dagster_project.incidents.store import Incident, all_incidents
from dagster_project.settings import Settings

STRING, MOMENT = pa.string(), pa.timestamp("us")
INCIDENT_COLUMNS = (
    dict.fromkeys(("asset", "check_name", "severity", "owner", "status"), STRING)
    | {"first_seen_at": MOMENT, "last_seen_at": MOMENT, "ended_at": MOMENT}
    | {"opened_as_of_date": pa.date32(), "resolved_as_of_date": pa.date32(), "occurrences": pa.int64()}
    | dict.fromkeys(("detail", "note", "likely_cause", "next_step", "sample_keys"), STRING)
)


def incident_rows(settings: Settings, as_of: date) -> list[tuple]:
    """Rows of meta.incidents in a build of `as_of`: what was open by then.

    A failed run, a stale file and a refused publication are over with this very publication, so they are shown as
    resolved by it, although the store learns so only when the publication has happened.
    """
    shown = [incident for incident in all_incidents(settings) if incident.opened_as_of <= as_of]
    return [_row(incident, as_of) for incident in sorted(shown, key=lambda i: i.id)]


def _row(incident: Incident, as_of: date) -> tuple:
    ended = incident.resolved_as_of is not None and incident.resolved_as_of <= as_of
    over = incident.resolved_as_of if ended else as_of if incident.key in (PRIVATE, PUBLISHED, RUN) else None
    times = (incident.opened_at, incident.last_seen_at, incident.resolved_at if ended else None)
    return (
        (incident.asset, incident.check, incident.severity, incident.owner, "resolved" if over else "open")
        + tuple(moment and moment.replace(tzinfo=None) for moment in times)
        + (incident.opened_as_of, over, incident.occurrences, incident.detail, incident.note, incident.cause)
        + (incident.next_step, ", ".join(incident.samples))
    )
