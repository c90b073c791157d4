"""The web shop's exports: users, orders, items and reviews; Shanghai times to the second."""

import numpy as np
import pyarrow as pa

from dagster_project.demo.behaviour.baskets import Lines
from dagster_project.demo.behaviour.orders import Orders
from dagster_project.demo.behaviour.population import Population
from dagster_project.demo.behaviour.records import Record
from dagster_project.demo.clock import MINUTES, NEVER, timestamps
from dagster_project.demo.extract import Extract, versions
from dagster_project.demo.systems.keys import shop_numbers, user_numbers
from dagster_project.demo.text import cents, choose, number, stream, take
from dagster_project.demo.truth.dirt import Dirt

REGISTRATION = ("app", "web", "mini_program", "referral")
DEVICES = ("ios", "android", "desktop")
GOOD_TEXT = ("很满意", "物流很快", "质量不错，会再来", "性价比高", "great quality", "包装完好")
BAD_TEXT = ("质量太差", "客服不理人", "发货太慢", "与描述不符", "never again", "退款很麻烦")


def user_since(people: Population, orders: Orders) -> np.ndarray:
    """Minute of registration, ten minutes before the first online order; NEVER for people who do not use the shop."""
    since = np.full(len(people), NEVER)
    online = np.flatnonzero(orders.is_online)
    np.minimum.at(since, orders.customer[online], orders.minute[online])
    early = np.maximum(since - 10, since // MINUTES * MINUTES)
    return np.where(since < NEVER, early, NEVER)


def users_extract(people: Population, record: Record, since: np.ndarray, *, seed: int, chunk: int) -> Extract:
    """New shop users of each day."""
    rng = stream(seed, chunk, "shop users")
    known = np.flatnonzero(since < NEVER)
    picked = pa.array(known)
    male = rng.random(len(people))[known] < 0.48
    table = pa.table(
        {
            "uid": user_numbers(people.ids[known]),
            "nick": record.name.take(picked),
            "mail": record.email.take(picked),
            "mobile": record.phone.take(picked),
            "sex": take(["M", "F", "unknown"], np.where(rng.random(len(people))[known] < 0.1, 2, np.where(male, 0, 1))),
            "birth_year": choose(people.is_business[known], None, number(1955 + people.ids[known] * 7 % 52)),
            "registered": timestamps(since[known], 17),
            "reg_channel": take(REGISTRATION, rng.choice(4, len(people), p=[0.45, 0.3, 0.2, 0.05])[known]),
            "updated": timestamps(since[known], 17),
        }
    )
    return Extract("shop", "users", table, since[known] // MINUTES)


def orders_extract(people: Population, orders: Orders, *, seed: int, chunk: int) -> tuple[Extract, list[Dirt]]:
    """Shop orders, one row a version, never broken: the shop checks its own form."""
    rng = stream(seed, chunk, "shop orders")
    sent = versions(orders.first_day, orders.second_day, orders.sends_both)
    online = orders.is_online[sent.row]
    row, second, day = sent.row[online], sent.is_second[online], sent.day[online]
    seconds, device = rng.integers(60, size=len(orders)), rng.choice(3, len(orders), p=[0.45, 0.4, 0.15])
    state = np.where(second, np.where(orders.is_cancelled[row], 2, 1), 0)
    table = pa.table(
        {
            "order_no": shop_numbers(orders.true_id[row]),
            "uid": user_numbers(people.ids[orders.customer[row]]),
            "placed": timestamps(orders.minute[row], seconds[row]),
            "state": take(["paid", "completed", "cancelled"], state),
            "pay_amount": cents(orders.total_cents[row]),
            "coupon": choose(
                orders.discount_rate[row] > 0, number(np.round(orders.discount_rate[row] * 100), 2, "OFF"), None
            ),
            "device": take(DEVICES, device[row]),
            "updated": timestamps(np.where(second, orders.second_minute[row], orders.minute[row]), seconds[row]),
        }
    )
    keys = shop_numbers(orders.true_id[row]).filter(pa.array(orders.is_shop_only[row]))
    found = Dirt(
        "shop_only_order",
        "ecommerce",
        "orders",
        "shop/orders",
        "count once, from the shop",
        keys,
        day[orders.is_shop_only[row]],
    )
    return Extract("shop", "orders", table, day), [found]


def items_extract(orders: Orders, lines: Lines, skus: pa.Array) -> Extract:
    """Items of the shop orders; the coupon is on the order, so items are at full price."""
    row = np.flatnonzero(orders.is_online[lines.order])
    table = pa.table(
        {
            "order_no": shop_numbers(orders.true_id[lines.order[row]]),
            "item_no": number(lines.number[row]),
            "sku": skus.take(pa.array(lines.article[row])),
            "qty": number(lines.quantity[row]),
            "price": cents(lines.unit_cents[row]),
        }
    )
    return Extract("shop", "order_items", table, orders.first_day[lines.order[row]])


def reviews_extract(
    people: Population, orders: Orders, lines: Lines, skus: pa.Array, annoyed: np.ndarray, *, seed: int, chunk: int
) -> Extract:
    """Reviews of one online order in twelve, bad where the order led to a badly handled complaint (`annoyed`)."""
    rng = stream(seed, chunk, "reviews")
    order = np.flatnonzero(
        orders.is_online & ~orders.is_cancelled & (rng.random(len(orders)) < np.where(annoyed, 0.2, 0.08))
    )
    rating = np.where(
        annoyed[order],
        rng.integers(1, 4, size=len(order)),
        rng.choice([5, 4, 3, 2], len(order), p=[0.6, 0.28, 0.09, 0.03]),
    )
    minute = orders.minute[order] + rng.integers(3 * MINUTES, 12 * MINUTES, size=len(order))
    words = np.where(rating >= 4, rng.integers(6, size=len(order)), 6 + rng.integers(6, size=len(order)))
    table = pa.table(
        {
            "review_no": number(orders.true_id[order], 10, "RV"),
            "uid": user_numbers(people.ids[orders.customer[order]]),
            "sku": skus.take(pa.array(lines.article[np.searchsorted(lines.order, order)])),
            "stars": number(rating),
            "text": take(GOOD_TEXT + BAD_TEXT, words),
            "created": timestamps(minute, 31),
        }
    )
    return Extract("shop", "reviews", table, minute // MINUTES)
