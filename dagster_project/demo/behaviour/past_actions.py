"""A trial that the company ran before: customers drawn for an action, a share left alone, and what it brought.

What customers buy is not touched: the arms are drawn so that among those who bought afterwards just as many more were
treated as a randomised trial with the planted lift would have found.
"""

from dataclasses import dataclass

import numpy as np

from dagster_project.demo.behaviour.accounts import Accounts
from dagster_project.demo.behaviour.population import Population
from dagster_project.demo.behaviour.purchases import Purchases
from dagster_project.demo.clock import MINUTES, NEVER, day_number
from dagster_project.demo.parameters import DemoParameters

QUIET_DAYS = (20, 150)


@dataclass(frozen=True)
class PastActions:
    """One element per customer drawn; `action` is a position in `past_action_lifts`."""

    customer: np.ndarray
    minute: np.ndarray
    action: np.ndarray
    is_treated: np.ndarray
    is_reached: np.ndarray


def draw_past_actions(
    rng: np.random.Generator, people: Population, accounts: Accounts, purchases: Purchases, settings: DemoParameters
) -> PastActions:
    """Customers of the CRM who had been quiet for some weeks on a day of the trial."""
    size = len(people)
    day = day_number(settings.past_action_first_day) + rng.integers(0, settings.past_action_days, size=size)
    action = rng.integers(0, len(settings.past_action_lifts), size=size)
    minute = day * MINUTES + rng.integers(9 * 60, 18 * 60, size=size)
    drawn, reached = rng.random(size), rng.random(size) < settings.past_action_reached_share
    bought_on = purchases.minute // MINUTES
    before = bought_on < day[purchases.customer]
    last = np.full(size, -NEVER)
    np.maximum.at(last, purchases.customer[before], bought_on[before])
    quiet = day - last
    is_quiet = (quiet >= QUIET_DAYS[0]) & (quiet <= QUIET_DAYS[1]) & (accounts.registered < day * MINUTES)
    # The night before decides, as Guanxi does: its windows begin with the day of the contact.
    age = bought_on - (day[purchases.customer] - 1)
    within = (age > 0) & (age <= settings.past_action_window_days)
    buys = np.zeros(size, bool)
    buys[purchases.customer[within]] = True
    chance = np.zeros(size)
    for number, (_, lift) in enumerate(settings.past_action_lifts):
        rows = is_quiet & (action == number)
        chance[rows] = _treated_shares(buys[rows], lift, 1 - settings.past_action_held_out_share)
    chosen = np.flatnonzero(is_quiet)
    treated = (drawn < chance)[chosen]
    return PastActions(chosen, minute[chosen], action[chosen], treated, treated & reached[chosen])


def _treated_shares(buys: np.ndarray, lift: float, share: float) -> np.ndarray:
    """Probability of having been treated given what one bought afterwards (Bayes), shape (n,).

    With a rate p of buyers, p + (1 - share) lift of the treated buy and p - share lift of the others.
    """
    rate = buys.mean() if len(buys) else 0.0
    treated_rate = np.clip(rate + (1 - share) * lift, 0.0, 1.0)
    if not 0 < rate < 1:
        return np.full(len(buys), share)
    return np.clip(np.where(buys, share * treated_rate / rate, share * (1 - treated_rate) / (1 - rate)), 0.0, 1.0)
