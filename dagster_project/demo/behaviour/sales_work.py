"""When sales people are busy with a customer."""

import numpy as np

from dagster_project.demo.behaviour.accounts import Accounts
from dagster_project.demo.behaviour.population import Population
from dagster_project.demo.behaviour.purchases import Purchases
from dagster_project.demo.clock import MINUTES, NEVER, TOTAL_DAYS


def sales_moments(
    rng: np.random.Generator, people: Population, accounts: Accounts, purchases: Purchases, per_year: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Customer and minute of events that come at a yearly rate from registration until two months after the loss."""
    until = np.minimum(purchases.dropped_minute + 60 * MINUTES, TOTAL_DAYS * MINUTES)
    span = np.where(accounts.registered < NEVER, np.maximum(until - accounts.registered, 0), 0)
    row = np.repeat(np.arange(len(people)), rng.poisson(per_year * span / (365 * MINUTES)))
    minute = accounts.registered[row] + (rng.random(len(row)) * span[row]).astype(np.int64)
    # Nobody calls at night: the hour is drawn anew within office hours.
    minute = minute // MINUTES * MINUTES + rng.integers(9 * 60, 18 * 60, size=len(row))
    kept = minute >= accounts.registered[row]
    return row[kept], minute[kept]
