"""Campaigns, whom they reached, what they cost, and referrals."""

from datetime import timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_project.demo.behaviour.accounts import Accounts
from dagster_project.demo.behaviour.orders import ORDERS_PER_CHUNK
from dagster_project.demo.behaviour.population import Population
from dagster_project.demo.behaviour.purchases import Purchases
from dagster_project.demo.behaviour.records import Record
from dagster_project.demo.clock import EPOCH, MINUTES, NEVER, TOTAL_DAYS, timestamps
from dagster_project.demo.extract import Extract
from dagster_project.demo.parameters import DemoParameters
from dagster_project.demo.systems.keys import account_numbers
from dagster_project.demo.text import cents, choose, iso_days, join, number, stream, take

CHANNELS = ("email", "email", "sms", "wechat", "event")
KINDS = ("offer", "education", "offer", "education", "event")
COST = (0.5, 0.5, 1, 1, 3)
EVERY_DAYS = 14
LENGTH_DAYS = 7
REACH = 0.05
CAMPAIGNS = TOTAL_DAYS // EVERY_DAYS


def campaign_days() -> np.ndarray:
    return np.arange(CAMPAIGNS) * EVERY_DAYS + 10


def campaigns_extract() -> Extract:
    """One campaign every two weeks, announced on its first day."""
    index, start = np.arange(CAMPAIGNS), campaign_days()
    days = [(EPOCH + timedelta(days=int(day))).isoformat() for day in start]
    ends = [(EPOCH + timedelta(days=int(day) + LENGTH_DAYS)).isoformat() for day in start]
    table = pa.table(
        {
            "campaign": number(index, 4, "CMP"),
            "title": join(take(CHANNELS, index % 5), " ", take(KINDS, index % 5), " ", number(index + 1)),
            "medium": take(CHANNELS, index % 5),
            "content": take(KINDS, index % 5),
            "from": pa.array(days),
            "to": pa.array(ends),
        }
    )
    return Extract("marketing", "campaigns", table, start)


def spend_extract(customers: int, parameters: DemoParameters, seed: int) -> Extract:
    """Cost of every campaign day, and of two always-on channels (empty campaign)."""
    rng = stream(seed, 0, "spend")
    start, day = campaign_days(), np.arange(TOTAL_DAYS)
    campaign = np.repeat(np.arange(CAMPAIGNS), LENGTH_DAYS)
    on = start[campaign] + np.tile(np.arange(LENGTH_DAYS), CAMPAIGNS)
    spent = np.concatenate([on, day, day])
    which = np.concatenate([campaign, np.full(2 * TOTAL_DAYS, -1)])
    channel = np.concatenate([campaign % 5, np.repeat([5, 6], TOTAL_DAYS)])
    always_on = parameters.search_spend_per_customer_day, parameters.social_spend_per_customer_day
    mean = np.array([*np.array(COST) * parameters.campaign_spend_per_customer_day, *always_on])
    amount = np.round(rng.gamma(8, customers / 8, len(spent)) * mean[channel] * 100)
    table = pa.table(
        {
            "day": iso_days(spent),
            "medium": take([*CHANNELS, "search", "social"], channel),
            "campaign": number(which, 4, "CMP"),
            "cost": cents(amount.astype(np.int64)),
            "currency": take(["CNY"], channel * 0),
        }
    )
    return Extract("marketing", "spend", table, spent)


def touches_extract(
    people: Population,
    record: Record,
    accounts: Accounts,
    purchases: Purchases,
    parameters: DemoParameters,
    *,
    seed: int,
    chunk: int,
) -> Extract:
    """Messages to one registered customer in twenty per campaign; e-mails go to the targeted group."""
    rng = stream(seed, chunk, "touches")
    sent_day = campaign_days()
    has_mail = record.email.is_valid().to_numpy(zero_copy_only=False)
    registered = accounts.registered[None, :] < sent_day[:, None] * MINUTES
    reached = registered & (rng.random((CAMPAIGNS, len(people))) < REACH)
    campaign, who = np.nonzero(reached & (has_mail[None, :] | (np.arange(CAMPAIGNS) % 5 > 1)[:, None]))
    size, medium = len(who), campaign % 5
    sent = sent_day[campaign] * MINUTES + rng.integers(9 * 60, 11 * 60, size=size)
    by_mail, offer = medium <= 1, np.array([kind == "offer" for kind in KINDS])[medium]
    opened = by_mail & (rng.random(size) < parameters.email_open_share)
    clicked = opened & (rng.random(size) < np.where(offer, np.where(people.is_sensitive[who], 0.45, 0.25), 0.18))
    attended = (medium == 4) & (rng.random(size) < np.where(people.is_business[who], 0.3, 0.12))
    redeemed = (
        offer
        & (rng.random(size) < np.where(people.is_sensitive[who], 0.12, 0.03))
        & (purchases.dropped_minute[who] > sent)
    )
    left = by_mail & (rng.random(size) < 0.004)

    def moment(happened: np.ndarray, hours: int) -> pa.Array:
        return pc.cast(
            timestamps(np.where(happened, sent + 5 + rng.integers(1, hours * 60, size=size), NEVER)), pa.string()
        )

    picked = pa.array(who)
    table = pa.table(
        {
            "touch": number(np.arange(size, dtype=np.int64) + chunk * ORDERS_PER_CHUNK, 10, "M"),
            "campaign": number(campaign, 4, "CMP"),
            "email": choose(by_mail, record.email.take(picked), None),
            "mobile": choose((medium == 2) | (medium == 3), record.phone.take(picked), None),
            "crm_account": choose(medium >= 3, account_numbers(people.ids[who]), None),
            "sent": pc.cast(timestamps(sent, 1), pa.string()),
            "opened": moment(opened, 10),
            "clicked": moment(clicked, 11),
            "unsubscribed": moment(left, 12),
            "attended": moment(attended, 8),
            "redeemed": moment(redeemed, 12),
        }
    )
    return Extract("marketing", "touches", table, sent_day[campaign] + 1)
