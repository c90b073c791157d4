"""The CRM's pipeline."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_project.demo.behaviour.accounts import Accounts
from dagster_project.demo.behaviour.catalogue import CATEGORIES
from dagster_project.demo.behaviour.orders import ORDERS_PER_CHUNK
from dagster_project.demo.behaviour.population import Population
from dagster_project.demo.behaviour.purchases import Purchases
from dagster_project.demo.behaviour.sales_work import sales_moments
from dagster_project.demo.clock import MINUTES, NEVER, timestamps
from dagster_project.demo.extract import Extract, versions
from dagster_project.demo.systems.keys import account_numbers
from dagster_project.demo.systems.staff import owner_of
from dagster_project.demo.text import cents, choose, join, number, stream, take

LOST_REASONS = ("价格", "竞争对手", "预算取消", "无回应", "产品不符")
COMPETITORS = ("远景科技", "卓越供应", "Apex", "Globex")


def opportunities_extract(
    people: Population, accounts: Accounts, purchases: Purchases, *, owner_count: int, seed: int, chunk: int
) -> Extract:
    """Opportunities of companies, one row a version: opened, then won or lost after weeks."""
    rng = stream(seed, chunk, "opportunities")
    row, minute = sales_moments(
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
