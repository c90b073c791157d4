"""The ticket system's log of what happened to each ticket."""

import numpy as np
import pyarrow as pa

from dagster_project.demo.behaviour.complaints import Tickets
from dagster_project.demo.clock import MINUTES, NEVER
from dagster_project.demo.extract import Extract
from dagster_project.demo.systems.keys import iso_utc, ticket_ids, ticket_numbers
from dagster_project.demo.systems.tickets import TEAMS
from dagster_project.demo.text import choose, number, stream, take


def ticket_events_extract(tickets: Tickets, *, seed: int, chunk: int) -> Extract:
    """Assignment, answer, escalation, reopening and solution, numbered per ticket."""
    rng = stream(seed, chunk, "ticket events")
    true_id, team = ticket_ids(tickets, chunk), rng.integers(4, size=len(tickets))
    moved = tickets.is_bad | (rng.random(len(tickets)) < 0.08)
    middle = np.where(moved, tickets.created + 45, NEVER)
    again = np.where((tickets.reopened > 0) & (tickets.resolved < NEVER), tickets.resolved - 30, NEVER)
    minute = np.stack([tickets.created + 2, middle, tickets.first_response, again, tickets.resolved], axis=1)
    row, kind = np.nonzero(minute < NEVER)
    counts = np.bincount(row, minlength=len(tickets))
    happened = minute[row, kind]
    order = np.lexsort((kind, happened, row))
    row, kind, happened = row[order], kind[order], happened[order]
    position = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts) + 1
    escalated = kind == 1
    table = pa.table(
        {
            "ticket": ticket_numbers(true_id[row]),
            "no": number(position),
            "event": take(["assigned", "escalated", "replied", "reopened", "solved"], kind),
            "from_team": choose(escalated, take(TEAMS, team[row]), None),
            "to_team": choose(escalated | (kind == 0), take(TEAMS, (team[row] + escalated) % 4), None),
            "at": iso_utc(happened, 23),
        }
    )
    return Extract("tickets", "ticket_events", table, happened // MINUTES)
