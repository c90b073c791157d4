"""The CRM's sales work: contacts with accounts and the pipeline of opportunities."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_project.demo.behaviour.accounts import Accounts
from dagster_project.demo.behaviour.catalogue import CATEGORIES
from dagster_project.demo.behaviour.orders import ORDERS_PER_CHUNK
from dagster_project.demo.behaviour.population import Population
from dagster_project.demo.behaviour.purchases import Purchases
from dagster_project.demo.clock import MINUTES, NEVER, TOTAL_DAYS, timestamps
from dagster_project.demo.extract import Extract, versions
from dagster_project.demo.parameters import DirtRates
from dagster_project.demo.systems.keys import account_numbers
from dagster_project.demo.systems.staff import owner_of
from dagster_project.demo.text import cents, choose, join, number, stream, take
from dagster_project.demo.truth.dirt import QUARANTINE, Dirt, spoiled

KINDS = ("call", "visit", "email", "chat", "event", "survey", "other")
OUTCOMES = ("已联系", "未接通", "有意向", "无需求", "已报价")
LOST_REASONS = ("价格", "竞争对手", "预算取消", "无回应", "产品不符")
COMPETITORS = ("远景科技", "卓越供应", "Apex", "Globex")


def _moments(
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


def interactions_extract(
    people: Population,
    accounts: Accounts,
    purchases: Purchases,
    dirt: DirtRates,
    *,
    owner_count: int,
    seed: int,
    chunk: int,
) -> tuple[Extract, list[Dirt]]:
    """Calls, visits and mails; a few of a kind the contract does not know."""
    rng = stream(seed, chunk, "interactions")
    row, minute = _moments(rng, people, accounts, purchases, np.where(people.is_business, 5.0, 0.5))
    size = len(row)
    broken = rng.random(size) < dirt.broken_interaction
    numbers = number(np.arange(size, dtype=np.int64) + chunk * ORDERS_PER_CHUNK, 10, "I")
    kind = take(KINDS, rng.choice(7, size, p=[0.4, 0.14, 0.25, 0.11, 0.05, 0.03, 0.02]))
    table = pa.table(
        {
            "ActivityNo": numbers,
            "AccountNumber": account_numbers(people.ids[row]),
            "Kind": spoiled(kind, broken, "fax"),
            "OwnerNo": take(
                [f"E{n:04d}" for n in range(owner_count)], owner_of(people.place, people.ids, owner_count, moved=0)[row]
            ),
            "OccurredAt": pc.cast(timestamps(minute, 3), pa.string()),
            "Outcome": take(OUTCOMES, rng.integers(5, size=size)),
        }
    )
    day = minute // MINUTES + np.where(rng.random(size) < dirt.late_row, rng.integers(1, 6, size=size), 0)
    late = day > minute // MINUTES
    return Extract("crm", "interactions", table, day), [
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


def opportunities_extract(
    people: Population, accounts: Accounts, purchases: Purchases, *, owner_count: int, seed: int, chunk: int
) -> Extract:
    """Opportunities of companies, one row a version: opened, then won or lost after weeks."""
    rng = stream(seed, chunk, "opportunities")
    row, minute = _moments(
        rng, people, accounts, purchases, np.where(people.is_business, np.where(people.is_prospect, 1.5, 0.9), 0.0)
    )
    size = len(row)
    closes = minute + rng.integers(14 * MINUTES, 120 * MINUTES, size=size)
    won = rng.random(size) < np.where(people.is_prospect[row], 0.0, 0.38)
    amount = np.round(people.spend_shape[row] / people.spend_rate[row] * rng.uniform(2, 8, size) * 100).astype(np.int64)
    budget = np.round(amount * rng.uniform(0.6, 1.5, size)).astype(np.int64)
    stage = rng.integers(4, size=size)
    decider, no_budget = rng.random(size) < 0.55, rng.random(size) < 0.15
    sent = versions(minute // MINUTES, closes // MINUTES, np.zeros(size, bool))
    pick, second = sent.row, sent.is_second
    lost = second & ~won[pick]
    reason, rival = rng.integers(5, size=size)[pick], rng.integers(4, size=size)[pick]
    closed = np.where(second, closes[pick], NEVER)
    table = pa.table(
        {
            "OpportunityNo": number(np.arange(size, dtype=np.int64)[pick] + chunk * ORDERS_PER_CHUNK, 10, "O"),
            "AccountNumber": account_numbers(people.ids[row[pick]]),
            "Title": join(take(CATEGORIES, people.affinity.argmax(axis=1)[row[pick]]), "采购"),
            "Stage": take(
                ["线索", "初步接洽", "方案", "谈判", "赢单", "输单"],
                np.where(second, np.where(won[pick], 4, 5), stage[pick]),
            ),
            "Amount": cents(amount[pick]),
            "Budget": choose(no_budget[pick], None, cents(budget[pick])),
            "DecisionMakerMet": take(["N", "Y"], decider[pick].astype(np.int64)),
            "ProductCategory": take(CATEGORIES, people.affinity.argmax(axis=1)[row[pick]]),
            "CreatedAt": pc.cast(timestamps(minute[pick], 12), pa.string()),
            "ExpectedClose": pc.utf8_slice_codeunits(
                pc.cast(timestamps(minute[pick] + 60 * MINUTES), pa.string()), 0, 10
            ),
            "ClosedAt": pc.cast(timestamps(closed, 12), pa.string()),
            "Won": choose(second, take(["N", "Y"], won[pick].astype(np.int64)), None),
            "LostReason": choose(lost, take(LOST_REASONS, reason), None),
            "Competitor": choose(lost & (reason == 1), take(COMPETITORS, rival), None),
            "OwnerNo": take(
                [f"E{n:04d}" for n in range(owner_count)],
                owner_of(people.place, people.ids, owner_count, moved=0)[row[pick]],
            ),
            "ModifiedAt": pc.cast(timestamps(np.where(second, closes[pick], minute[pick]), 12), pa.string()),
        }
    )
    return Extract("crm", "opportunities", table, sent.day)
