"""Which accounts are subsidiaries of which others."""

import numpy as np

from dagster_project.demo.behaviour.accounts import Accounts
from dagster_project.demo.behaviour.population import Population
from dagster_project.demo.clock import NEVER
from dagster_project.demo.text import stream


def parent_accounts(people: Population, accounts: Accounts, share: float, *, seed: int, chunk: int) -> np.ndarray:
    """Position of each customer's parent, -1 for none: an independent company whom the CRM knew before and keeps."""
    drawn = stream(seed, chunk, "subsidiaries").random(len(people))
    known = people.is_business & (accounts.registered < NEVER)
    is_subsidiary = known & (drawn < share)
    parents = np.flatnonzero(known & ~is_subsidiary & (accounts.deleted_day >= NEVER))
    parents = parents[np.argsort(accounts.registered[parents], kind="stable")]
    children = np.flatnonzero(is_subsidiary)
    earlier = np.searchsorted(accounts.registered[parents], accounts.registered[children])
    found = np.full(len(people), -1)
    chosen = (drawn[children] / share * earlier).astype(np.int64)
    has_parent = earlier > 0
    found[children[has_parent]] = parents[chosen[has_parent]]
    return found
