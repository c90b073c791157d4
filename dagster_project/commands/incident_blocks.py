"""Incidents on a terminal: what was found, since when, the likely cause, the owner, the next step."""

from collections.abc import Iterable
from datetime import date

from rich.console import Console

from dagster_project.commands.blocks import block
from dagster_project.incidents.store import Incident, open_incidents
from dagster_project.settings import Settings
from dagster_project.warehouse.deliveries import stopped_deliveries

SHOWN_OF_A_RUN = 5
COLOURS = {"critical": "red", "warning": "yellow", "resolved": "green"}


def print_incidents(incidents: Iterable[Incident], console: Console) -> None:
    """One block an incident, what is critical and open first."""
    rank = {"critical": 0, "warning": 1}
    for i in sorted(incidents, key=lambda i: (i.resolved_at is not None, rank[i.severity])):
        state = "resolved" if i.resolved_at else i.severity
        console.print(block(f"{state}  {i.asset}: {i.check}", _lines(i), style=COLOURS[state]))


def print_what_is_wrong(settings: Settings, day: date, console: Console) -> None:
    """After a failed run: what closed the gate, with owner and next step, and the deliveries that were stopped."""
    critical = [i for i in open_incidents(settings) if i.severity == "critical" and i.last_as_of == day]
    print_incidents(critical[:SHOWN_OF_A_RUN], console)
    if len(critical) > SHOWN_OF_A_RUN:
        console.print(f"and {len(critical) - SHOWN_OF_A_RUN} more: `guanxi incidents` lists them\n")
    for message in stopped_deliveries(settings, day):
        console.print(block("warning  delivery stopped", [("why", message)], style="yellow"))


def _lines(i: Incident) -> list[tuple[str, str]]:
    lasting = f", until {i.resolved_at:%Y-%m-%d %H:%M} UTC" if i.resolved_at else ""
    builds = f", seen in {i.occurrences} build{'s' if i.occurrences > 1 else ''}"
    return [
        ("found", i.detail),
        ("examples", ", ".join(i.samples)),
        ("since", f"{i.opened_at:%Y-%m-%d %H:%M} UTC{lasting}{builds}"),
        ("likely cause", i.cause),
        ("owner", i.owner),
        ("next step", "" if i.resolved_at else i.next_step),
    ]
