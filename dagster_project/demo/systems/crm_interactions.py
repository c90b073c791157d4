"""The CRM's calls, visits and mails."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_project.demo.behaviour.accounts import Accounts
from dagster_project.demo.behaviour.orders import ORDERS_PER_CHUNK
from dagster_project.demo.behaviour.past_actions import draw_past_actions
from dagster_project.demo.behaviour.population import Population
from dagster_project.demo.behaviour.purchases import Purchases
from dagster_project.demo.behaviour.sales_work import sales_moments
from dagster_project.demo.clock import MINUTES, timestamps
from dagster_project.demo.extract import Extract
from dagster_project.demo.parameters import DemoParameters
from dagster_project.demo.systems.crm_contacts import contact_counts, contact_numbers
from dagster_project.demo.systems.keys import account_numbers
from dagster_project.demo.systems.staff import owner_of
from dagster_project.demo.text import choose, number, stream, take
from dagster_project.demo.truth.dirt import QUARANTINE, Dirt, spoiled

KINDS = ("call", "visit", "email", "chat", "event", "survey", "other")
OUTCOMES = ("已联系", "未接通", "有意向", "无需求", "已报价")


def interactions_extract(
    people: Population,
    accounts: Accounts,
    purchases: Purchases,
    settings: DemoParameters,
    *,
    owner_count: int,
    seed: int,
    chunk: int,
) -> tuple[Extract, list[Dirt]]:
    """Calls, visits and mails, a few of a kind the contract does not know; and the arms of a trial of the past."""
    rng, dirt = stream(seed, chunk, "interactions"), settings.dirt
    row, minute = sales_moments(rng, people, accounts, purchases, np.where(people.is_business, 5.0, 0.5))
    size = len(row)
    broken = rng.random(size) < dirt.broken_interaction
    numbers = number(np.arange(size, dtype=np.int64) + chunk * ORDERS_PER_CHUNK, 10, "I")
    kind = take(KINDS, rng.choice(7, size, p=[0.4, 0.14, 0.25, 0.11, 0.05, 0.03, 0.02]))
    whom = _contacts(people, accounts, row, minute, settings.contact_named_share, seed=seed, chunk=chunk)
    table = pa.table(
        {
            "ActivityNo": numbers,
            "AccountNumber": account_numbers(people.ids[row]),
            "ContactNo": choose(whom >= 0, contact_numbers(people.ids[row], np.maximum(whom, 0)), None),
            "Kind": spoiled(kind, broken, "fax"),
            "OwnerNo": take(
                [f"E{n:04d}" for n in range(owner_count)], owner_of(people.place, people.ids, owner_count, moved=0)[row]
            ),
            "OccurredAt": pc.cast(timestamps(minute, 3), pa.string()),
            "Outcome": take(OUTCOMES, rng.integers(5, size=size)),
            "ActionCode": pa.nulls(size, pa.string()),
            "ActionArm": pa.nulls(size, pa.string()),
        }
    )
    day = minute // MINUTES + np.where(rng.random(size) < dirt.late_row, rng.integers(1, 6, size=size), 0)
    late = day > minute // MINUTES
    trial, trial_day = _trial(people, accounts, purchases, settings, owner_count=owner_count, seed=seed, chunk=chunk)
    return Extract("crm", "interactions", pa.concat_tables([table, trial]), np.concatenate([day, trial_day])), [
        Dirt(
            "unknown_value",
            "crm",
            "interactions",
            "crm/interactions",
            QUARANTINE,
            numbers.filter(pa.array(broken)),
            day[broken],
        ),
        Dirt(
            "late_row",
            "crm",
            "interactions",
            "crm/interactions",
            "appear from its business date on",
            numbers.filter(pa.array(late)),
            day[late],
        ),
    ]


def _contacts(
    people: Population,
    accounts: Accounts,
    row: np.ndarray,
    minute: np.ndarray,
    share: float,
    *,
    seed: int,
    chunk: int,
) -> np.ndarray:
    """Which contact of the company was spoken to, -1 where nobody wrote it down or the CRM did not know him yet."""
    rng = stream(seed, chunk, "interaction contacts")
    counts = contact_counts(people, accounts, seed=seed, chunk=chunk)[row]
    position = (rng.random(len(row)) * counts).astype(np.int64)
    named = rng.random(len(row)) < share
    is_known = (position < counts) & (accounts.registered[row] + position * MINUTES <= minute)
    return np.where(named & is_known, position, -1)


def _trial(
    people: Population,
    accounts: Accounts,
    purchases: Purchases,
    settings: DemoParameters,
    *,
    owner_count: int,
    seed: int,
    chunk: int,
) -> tuple[pa.Table, np.ndarray]:
    """Who was contacted and who was left alone, out of a stream of its own; and the day of each row."""
    drawn = draw_past_actions(stream(seed, chunk, "past actions"), people, accounts, purchases, settings)
    size, row = len(drawn.customer), drawn.customer
    owners = owner_of(people.place, people.ids, owner_count, moved=0)[row]
    table = pa.table(
        {
            "ActivityNo": number(np.arange(size, dtype=np.int64) + chunk * ORDERS_PER_CHUNK, 10, "T"),
            "AccountNumber": account_numbers(people.ids[row]),
            "ContactNo": pa.nulls(size, pa.string()),
            "Kind": take(("other", "call"), drawn.is_reached.astype(np.int64)),
            "OwnerNo": take([f"E{n:04d}" for n in range(owner_count)], owners),
            "OccurredAt": pc.cast(timestamps(drawn.minute, 7), pa.string()),
            "Outcome": take(("未联系", "已联系"), drawn.is_reached.astype(np.int64)),
            "ActionCode": take([code for code, _ in settings.past_action_lifts], drawn.action),
            "ActionArm": take(("held_out", "treated"), drawn.is_treated.astype(np.int64)),
        }
    )
    return table, drawn.minute // MINUTES
