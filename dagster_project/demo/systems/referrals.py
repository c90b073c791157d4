"""Who brought whom."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_project.demo.behaviour.accounts import Accounts
from dagster_project.demo.behaviour.identity import Identity
from dagster_project.demo.behaviour.orders import ORDERS_PER_CHUNK
from dagster_project.demo.behaviour.population import Population
from dagster_project.demo.behaviour.purchases import Purchases
from dagster_project.demo.clock import MINUTES, NEVER, timestamps
from dagster_project.demo.extract import Extract
from dagster_project.demo.parameters import DemoParameters
from dagster_project.demo.systems.keys import account_numbers
from dagster_project.demo.text import join, number, stream


def referrals_extract(
    people: Population,
    identity: Identity,
    accounts: Accounts,
    purchases: Purchases,
    parameters: DemoParameters,
    *,
    seed: int,
    chunk: int,
) -> Extract:
    """Who brought whom: referred customers bought, and enough others never did to make the planted conversion."""
    rng = stream(seed, chunk, "referrals")
    first = np.full(len(people), NEVER)
    np.minimum.at(first, purchases.customer, purchases.minute)
    ranked = np.argsort(accounts.registered)[: int((accounts.registered < NEVER).sum())]
    referred = np.flatnonzero(accounts.is_referred & (first < NEVER))
    earlier = np.searchsorted(accounts.registered[ranked], first[referred] - 20 * MINUTES)
    referred, earlier = referred[earlier > 0], earlier[earlier > 0]
    created = first[referred] - rng.integers(1, 15 * MINUTES, size=len(referred))
    referrer = ranked[(rng.random(len(referred)) * earlier).astype(np.int64)]
    misses = round(len(referred) * (1 / parameters.referral_conversion - 1))
    lucky = rng.integers(max(len(referred), 1), size=misses)
    stranger = join("friend", number(people.ids[referred[lucky]] * 10 + np.arange(misses) % 10), "@example.org")
    created = np.concatenate([created, created[lucky]])
    known = identity.email.take(pa.array(referred))
    converted = np.concatenate([first[referred], np.full(misses, NEVER)])
    table = pa.table(
        {
            "referral": number(np.arange(len(created), dtype=np.int64) + chunk * ORDERS_PER_CHUNK, 10, "F"),
            "referrer": account_numbers(people.ids[np.concatenate([referrer, referrer[lucky]])]),
            "referred_email": pa.concat_arrays([_plain(known), _plain(stranger)]),
            "created": pc.cast(timestamps(created), pa.string()),
            "converted": pc.cast(timestamps(converted), pa.string()),
        }
    )
    return Extract("marketing", "referrals", table, np.where(converted < NEVER, converted, created) // MINUTES)


def _plain(values: pa.Array | pa.ChunkedArray) -> pa.Array:
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
