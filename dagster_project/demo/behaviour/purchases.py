"""The planted BG/NBD process: purchase times and drop-out, drawn exactly, without a loop over customers."""

from dataclasses import dataclass

import numpy as np

from dagster_project.demo.behaviour.population import Population
from dagster_project.demo.clock import NEVER, TOTAL_DAYS, calendar_minutes, day_number, operational_days
from dagster_project.demo.parameters import DemoParameters
from dagster_project.demo.text import stream


@dataclass(frozen=True)
class Purchases:
    """One element per purchase, by customer and time; `dropped_minute` has one per customer (NEVER while alive)."""

    customer: np.ndarray
    minute: np.ndarray
    position: np.ndarray
    from_end: np.ndarray  # 0 for the last purchase drawn in the horizon
    is_last_before_loss: np.ndarray
    dropped_minute: np.ndarray


def draw_purchases(people: Population, parameters: DemoParameters, *, seed: int, chunk: int) -> Purchases:
    """Purchases of every non-prospect until the end of the horizon.

    A Poisson process on an interval is a Poisson count of sorted uniforms, cut after the Geometric(p)-th repeat.
    """
    rng = stream(seed, chunk, "purchases")
    end = operational_days()[-1]
    arrivals = np.where(people.is_prospect, 0, rng.poisson(people.purchase_rate * (end - people.started)))
    allowed = rng.geometric(people.dropout_probability)
    customer = np.repeat(np.arange(len(people)), arrivals)
    time = people.started[customer] + rng.random(len(customer)) * (end - people.started[customer])
    time = time[np.lexsort((time, customer))]
    position = np.arange(len(customer)) - np.repeat(np.cumsum(arrivals) - arrivals, arrivals)
    kept = position < allowed[customer]
    buyers = np.flatnonzero(~people.is_prospect)
    customer = np.concatenate([buyers, customer[kept]])
    position = np.concatenate([np.zeros(len(buyers), np.int64), position[kept] + 1])
    order = np.lexsort((position, customer))
    customer, position = customer[order], position[order]
    minute = _calendar(np.concatenate([people.started[buyers], time[kept]])[order], people, customer, parameters)
    counts = np.bincount(customer, minlength=len(people))
    from_end = counts[customer] - 1 - position
    is_lost = (allowed <= arrivals) & ~people.is_prospect
    is_last = (from_end == 0) & is_lost[customer]
    dropped = np.full(len(people), NEVER)
    dropped[customer[is_last]] = minute[is_last]
    return Purchases(customer, minute, position, from_end, is_last, dropped)


def _calendar(
    operational: np.ndarray, people: Population, customer: np.ndarray, settings: DemoParameters
) -> np.ndarray:
    """Minutes of purchases; whoever feels the strike buys online, and feels the outage too."""
    strike = (settings.incident_first_day, settings.incident_days, settings.incident_intensity)
    outage = (settings.outage_first_day, settings.outage_days, settings.outage_intensity)
    assert max(day_number(strike[0]), day_number(outage[0])) < TOTAL_DAYS
    minute = calendar_minutes(operational, operational_days())
    minute = np.where(people.feels_outage[customer], calendar_minutes(operational, operational_days(outage)), minute)
    both = calendar_minutes(operational, operational_days(strike, outage))
    return np.where(people.feels_strike[customer], both, minute)
