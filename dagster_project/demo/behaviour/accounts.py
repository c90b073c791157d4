"""Whom the CRM knows, since when, and which accounts are there twice, change or go."""

from dataclasses import dataclass

import numpy as np

from dagster_project.demo.behaviour.population import Population
from dagster_project.demo.behaviour.purchases import Purchases
from dagster_project.demo.clock import HISTORY_DAYS, HORIZON_DAYS, MINUTES, NEVER, TOTAL_DAYS, operational_days
from dagster_project.demo.parameters import DemoParameters
from dagster_project.demo.text import stream


@dataclass(frozen=True)
class Accounts:
    """Which customers the CRM knows and since when; NEVER where it does not. `second` is a duplicate account."""

    registered: np.ndarray
    second_registered: np.ndarray
    deleted_day: np.ndarray
    second_deleted_day: np.ndarray
    changed_day: np.ndarray
    closed_day: np.ndarray
    is_referred: np.ndarray


def draw_accounts(
    people: Population, purchases: Purchases, parameters: DemoParameters, *, seed: int, chunk: int
) -> Accounts:
    """Companies are known weeks before they buy, people when they do; one person in ten never joins."""
    rng = stream(seed, chunk, "accounts")
    dirt, size = parameters.dirt, len(people)
    first = np.full(size, NEVER)
    np.minimum.at(first, purchases.customer, purchases.minute)
    contact = (
        np.interp(people.started, operational_days(), np.arange(TOTAL_DAYS + 1.0)).astype(np.int64) * MINUTES + 600
    )
    begun = np.where(people.is_prospect, contact, first)
    lead = np.where(people.is_business, rng.integers(1, 40, size=size) * MINUTES, rng.integers(0, 30, size=size))
    registered = np.maximum(begun - lead, begun // MINUTES * MINUTES * ~people.is_business)
    registered = np.where(people.is_business | people.is_prospect | (rng.random(size) < 0.9), registered, NEVER)
    has_second = (registered < NEVER) & (rng.random(size) < dirt.duplicate_account)
    second = np.where(has_second, registered + rng.integers(10, 200, size=size) * MINUTES, NEVER)
    draws = rng.random((3, size))
    # A third of the deletions fall on the first three days, so that short demos show some.
    when = HISTORY_DAYS + np.where(
        rng.random(size) < 1 / 3, rng.integers(3, size=size), rng.integers(HORIZON_DAYS, size=size)
    )
    gone = draws[0] < np.where(people.is_prospect, dirt.deleted_prospect, dirt.deleted_account)
    return Accounts(
        registered=registered,
        second_registered=np.where(second // MINUTES < TOTAL_DAYS, second, NEVER),
        deleted_day=np.where(gone & (registered // MINUTES < when), when, NEVER),
        second_deleted_day=np.where((draws[1] < dirt.deleted_duplicate) & (second // MINUTES < when), when, NEVER),
        changed_day=np.where(
            draws[2] < 0.06, np.minimum(registered // MINUTES + rng.integers(10, 500, size=size), NEVER), NEVER
        ),
        closed_day=_closed_days(people, purchases, parameters, seed=seed, chunk=chunk),
        is_referred=(rng.random(size) < parameters.referral_share) & ~people.is_prospect,
    )


def _closed_days(
    people: Population, purchases: Purchases, parameters: DemoParameters, *, seed: int, chunk: int
) -> np.ndarray:
    """Day on which a company closes its accounts, two to nine weeks after its loss; NEVER for whoever just stays away.

    From a stream of its own, so that everything else that is planted stays as it was.
    """
    rng = stream(seed, chunk, "account closings")
    closes = people.is_business & (rng.random(len(people)) < parameters.closed_if_lost)
    day = purchases.dropped_minute // MINUTES + rng.integers(14, 64, size=len(people))
    return np.where(closes & (day < TOTAL_DAYS), day, NEVER)
