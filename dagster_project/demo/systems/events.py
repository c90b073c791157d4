"""Web and app events from the last half year of the history on: browsing dries up before a customer is lost."""

import numpy as np
import pyarrow as pa

from dagster_project.demo.behaviour.baskets import Lines
from dagster_project.demo.behaviour.orders import ORDERS_PER_CHUNK, Orders
from dagster_project.demo.behaviour.population import Population
from dagster_project.demo.behaviour.purchases import Purchases
from dagster_project.demo.clock import HISTORY_DAYS, MINUTES, NEVER, TOTAL_DAYS, timestamps
from dagster_project.demo.extract import Extract
from dagster_project.demo.parameters import DemoParameters
from dagster_project.demo.systems.keys import user_numbers
from dagster_project.demo.systems.shop import DEVICES
from dagster_project.demo.text import choose, number, stream, take

# What a session does, by how far it gets: it looks around, sees an article, fills a basket, goes to the checkout, buys.
SESSIONS = (
    ("login", "page_view"),
    ("login", "page_view", "search", "product_view", "feature_use"),
    ("login", "search", "product_view", "add_to_cart"),
    ("login", "product_view", "add_to_cart", "checkout"),
    ("login", "product_view", "add_to_cart", "checkout", "purchase"),
)
BUYING, LONGEST = len(SESSIONS) - 1, max(map(len, SESSIONS))
KINDS = ("login", "page_view", "search", "feature_use", "product_view", "add_to_cart", "checkout", "purchase")
NONE = -1
_STEPS = np.array([[KINDS.index(kind) for kind in kinds] + [NONE] * (LONGEST - len(kinds)) for kinds in SESSIONS])
PAGES = ("/home", "/sale", "/category", "/account", "/help")
FEATURES = ("wishlist", "compare", "live_chat", "points_mall")


def events_extract(
    people: Population,
    purchases: Purchases,
    orders: Orders,
    lines: Lines,
    skus: pa.Array,
    users_since: np.ndarray,
    parameters: DemoParameters,
    *,
    seed: int,
    chunk: int,
) -> Extract:
    """Two to five events a session: one session per online order, and browsing ones until interest fades."""
    rng = stream(seed, chunk, "events")
    begin, end = (HISTORY_DAYS - parameters.web_window_days) * MINUTES, (TOTAL_DAYS - 1) * MINUTES
    opened = np.maximum(users_since, begin)
    # Interest fades three weeks before the last purchase: the login-drop trigger has something to find.
    closed = np.clip(purchases.dropped_minute - 21 * MINUTES, begin, end)
    span = np.where(users_since < NEVER, np.maximum(closed - opened, 0), 0)
    who = np.repeat(np.arange(len(people)), rng.poisson(span / MINUTES * parameters.browsing_sessions_per_day))
    start = opened[who] + (rng.random(len(who)) * span[who]).astype(np.int64)
    bought = np.flatnonzero(orders.is_online & ~orders.is_cancelled & (orders.minute >= begin) & (orders.minute < end))
    first_line = np.searchsorted(lines.order, bought)
    count = len(who) + len(bought)
    is_buying = np.arange(count) >= len(who)
    who = np.concatenate([who, orders.customer[bought]])
    start = np.concatenate([start, np.maximum(orders.minute[bought] - 5, orders.minute[bought] // MINUTES * MINUTES)])
    article = np.concatenate([rng.integers(len(skus), size=count - len(bought)), lines.article[first_line]])
    steps = _STEPS[np.where(is_buying, BUYING, _browsed(parameters, count, seed=seed, chunk=chunk))]
    session, step = np.nonzero(steps != NONE)
    kind = steps[session, step]
    has_article = kind >= KINDS.index("product_view")
    is_feature = kind == KINDS.index("feature_use")
    base = chunk * ORDERS_PER_CHUNK
    device, source = rng.choice(3, count, p=[0.45, 0.4, 0.15]), rng.integers(6, size=count)
    known = rng.random(count) < 0.96
    table = pa.table(
        {
            "event_id": number(session * LONGEST + step + base * 10, 11, "V"),
            "user_id": choose(known[session], user_numbers(people.ids[who[session]]), None),
            "session_id": number(session + base, 10, "X"),
            "event": take(KINDS, kind),
            "page": choose(kind == KINDS.index("page_view"), take(PAGES, session % 5), None),
            "sku": choose(has_article, skus.take(pa.array(article[session])), None),
            "feature": choose(is_feature, take(FEATURES, session % 4), None),
            "device": take(DEVICES, device[session]),
            "platform": take(["app", "app", "web"], device[session]),
            "utm_source": choose(
                source[session] < 2, take(["search", "social", "", "", "", ""], source[session]), None
            ),
            "occurred_at": timestamps(start[session] + step, session % 60),
        }
    )
    return Extract("shop", "events", table, start[session] // MINUTES)


def _browsed(parameters: DemoParameters, count: int, *, seed: int, chunk: int) -> np.ndarray:
    """How far each session would get if it bought nothing, as a position in SESSIONS."""
    shares = (parameters.browsing_view_share, parameters.browsing_cart_share, parameters.browsing_checkout_share)
    return (stream(seed, chunk, "funnel").random(count)[:, None] < shares).sum(axis=1)
