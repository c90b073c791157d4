"""Orders: purchases with totals, channels and discounts, plus cancelled attempts, and how they reach the systems."""

from dataclasses import dataclass

import numpy as np

from dagster_project.demo.behaviour.baskets import Lines, draw_lines
from dagster_project.demo.behaviour.catalogue import Catalogue
from dagster_project.demo.behaviour.order_flaws import draw_flaws
from dagster_project.demo.behaviour.population import ONLINE, STORE, THIRD_PARTY, Population
from dagster_project.demo.behaviour.purchases import Purchases
from dagster_project.demo.clock import LAST_HISTORY_DAY, MINUTES, NEVER
from dagster_project.demo.parameters import DemoParameters
from dagster_project.demo.text import stream

ORDERS_PER_CHUNK = 10_000_000


@dataclass(frozen=True)
class Orders:
    """One element per order of the chunk, purchases first, cancelled attempts after them.

    The ERP sends a first version when the order is booked (`first_day` = business day) and a second one when it is
    delivered or cancelled (`second_day`, NEVER where the first is final).
    """

    true_id: np.ndarray
    customer: np.ndarray
    minute: np.ndarray
    total_cents: np.ndarray
    first_total_cents: np.ndarray
    channel: np.ndarray
    discount_rate: np.ndarray
    discount_cents: np.ndarray
    is_cancelled: np.ndarray
    is_last_before_loss: np.ndarray
    second_minute: np.ndarray
    first_day: np.ndarray
    second_day: np.ndarray
    is_late: np.ndarray
    is_shop_only: np.ndarray
    is_synced_twice: np.ndarray
    has_unknown_buyer: np.ndarray
    break_kind: np.ndarray  # position in BREAKS
    is_broken_for_good: np.ndarray
    sends_both: np.ndarray

    def __len__(self) -> int:
        return len(self.true_id)

    @property
    def is_online(self) -> np.ndarray:
        return self.channel == ONLINE

    @property
    def known_day(self) -> np.ndarray:
        """First business day on which a valid row of the order is delivered; NEVER where none ever is."""
        booked = np.where(self.break_kind > 0, self.second_day, self.first_day)
        day = np.where(self.is_online, self.first_day, np.where(self.is_broken_for_good, NEVER, booked))
        return np.where(day >= NEVER, NEVER, np.maximum(day, LAST_HISTORY_DAY))


def draw_orders(
    people: Population,
    purchases: Purchases,
    catalogue: Catalogue,
    parameters: DemoParameters,
    *,
    seed: int,
    chunk: int,
) -> tuple[Orders, Lines]:
    """Orders of a chunk and their lines."""
    rng = stream(seed, chunk, "orders")
    customer = purchases.customer
    amount = rng.gamma(people.spend_shape[customer], 1 / people.spend_rate[customer])
    rate = _discount_rates(rng, people, purchases, parameters)
    lines = draw_lines(
        rng,
        people=people,
        customer=customer,
        amount=amount,
        discount_rate=rate,
        catalogue=catalogue,
        parameters=parameters,
    )
    attempts = np.flatnonzero(rng.random(len(customer)) < parameters.cancelled_share)
    rows = np.concatenate([np.arange(len(customer)), attempts])
    count, bought = len(rows), len(customer)
    minute = purchases.minute[rows]
    before = rng.integers(5, 60, size=count)
    minute = np.where(np.arange(count) >= bought, np.maximum(minute - before, minute // MINUTES * MINUTES), minute)
    lines = _concatenated(lines, lines.of(np.arange(bought, count), attempts))
    total = lines.totals(count)
    is_cancelled = np.arange(count) >= bought
    channel = _channels(rng, people, customer[rows])
    second = np.where(
        is_cancelled, minute + rng.integers(30, 1800, size=count), minute + rng.integers(1200, 7200, size=count)
    )
    second = np.where((channel == STORE) & ~is_cancelled, NEVER, second)
    flaws = draw_flaws(rng, parameters.dirt, channel=channel, is_final=second >= NEVER, is_cancelled=is_cancelled)
    late = np.where(flaws["is_late"], rng.integers(1, 6, size=count), 0)
    first_day = minute // MINUTES + late
    is_corrected = flaws.pop("is_corrected")
    return (
        Orders(
            true_id=np.arange(count, dtype=np.int64) + chunk * ORDERS_PER_CHUNK,
            customer=customer[rows],
            minute=minute,
            total_cents=total,
            first_total_cents=np.where(is_corrected, total * 11 // 10 + 1, total),
            channel=channel,
            discount_rate=rate[rows],
            discount_cents=np.bincount(lines.order, weights=lines.discount_cents, minlength=count).astype(np.int64),
            is_cancelled=is_cancelled,
            is_last_before_loss=purchases.is_last_before_loss[rows] & ~is_cancelled,
            second_minute=second,
            first_day=first_day,
            second_day=np.where(second >= NEVER, NEVER, np.maximum(second // MINUTES, first_day)),
            sends_both=is_corrected | (flaws["break_kind"] > 0) | (rng.random(count) < 0.02),
            **flaws,
        ),
        lines,
    )


def _channels(rng: np.random.Generator, people: Population, customer: np.ndarray) -> np.ndarray:
    other = rng.choice([ONLINE, STORE, THIRD_PARTY], len(customer), p=[0.6, 0.2, 0.2])
    return np.where(rng.random(len(customer)) < 0.8, people.main_channel[customer], other)


def _discount_rates(
    rng: np.random.Generator, people: Population, purchases: Purchases, parameters: DemoParameters
) -> np.ndarray:
    """Discount share of each order; price-sensitive customers leave after an order without their usual discount."""
    sensitive = people.is_sensitive[purchases.customer]
    usual = np.where(sensitive, parameters.sensitive_discount_order_share, parameters.other_discount_order_share)
    chance = np.where(sensitive & purchases.is_last_before_loss, parameters.sensitive_discount_if_lost, usual)
    size = np.where(sensitive, rng.uniform(0.12, 0.30, len(usual)), rng.uniform(0.03, 0.10, len(usual)))
    return np.where(rng.random(len(usual)) < chance, np.round(size, 2), 0.0)


def _concatenated(first: Lines, second: Lines) -> Lines:
    return Lines(*(np.concatenate([getattr(first, name), getattr(second, name)]) for name in vars(first)))
