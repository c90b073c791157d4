"""The ERP's exports; times to the minute, day first where one subsidiary wrote them."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_project.demo.baskets import Lines
from dagster_project.demo.clock import MINUTES, NEVER, TOTAL_DAYS, timestamps
from dagster_project.demo.dirt import (
    AS_OF,
    DEDUPLICATE,
    FUTURE_DATE,
    IMPOSSIBLE_DATES,
    LATEST,
    QUARANTINE,
    UNLINKED,
    Dirt,
    spoiled,
)
from dagster_project.demo.extract import Extract, versions, with_repeats
from dagster_project.demo.names import scrambled
from dagster_project.demo.orders import BREAKS, Orders
from dagster_project.demo.parameters import DirtRates
from dagster_project.demo.places import CITY_OF_PLACE, DISTRICTS, PROVINCE_OF_PLACE, STREETS
from dagster_project.demo.population import ONLINE, STORE, Population
from dagster_project.demo.records import Record
from dagster_project.demo.text import cents, choose, join, number, stream, take

SECOND_COPY = 5_000_000_000
ORPHAN = 8_000_000_000
_STATUS = ("20", "40", "90")  # paid, completed, cancelled


def order_numbers(true_id: np.ndarray, copy: np.ndarray | int = 0) -> pa.Array:
    return number(true_id + np.asarray(copy) * SECOND_COPY, 10, "SO")


def shop_numbers(true_id: np.ndarray) -> pa.Array:
    return number(true_id, 10, "W")


def customer_numbers(ids: np.ndarray) -> pa.Array:
    return number(scrambled(ids, 51), 8, "K")


def erp_date(minutes: np.ndarray, day_first: np.ndarray | None = None) -> pa.Array:
    """2025/03/07 14:05, or 07.03.2025 14:05 where `day_first`."""
    text = pc.cast(timestamps(minutes), pa.string())
    usual = pc.replace_substring(pc.utf8_slice_codeunits(text, 0, 16), "-", "/")
    if day_first is None:
        return usual
    year, month, day, time = (pc.utf8_slice_codeunits(text, *cut) for cut in ((0, 4), (5, 7), (8, 10), (10, 16)))
    return choose(day_first, join(day, ".", month, ".", year, time), usual)


def addresses(rng: np.random.Generator, people: Population) -> pa.Array:
    size = len(people)
    return join(
        take(PROVINCE_OF_PLACE, people.place),
        take(CITY_OF_PLACE, people.place),
        take(DISTRICTS, rng.integers(len(DISTRICTS), size=size)),
        take(STREETS, rng.integers(len(STREETS), size=size)),
        number(rng.integers(1, 999, size=size)),
        "号",
    )


def customers_extract(people: Population, record: Record, orders: Orders, *, seed: int, chunk: int) -> Extract:
    """Nightly dump of everyone with an ERP order; three in a hundred move house once."""
    rng = stream(seed, chunk, "erp customers")
    created = np.full(len(people), NEVER)
    booked = np.flatnonzero(~orders.is_shop_only)
    np.minimum.at(created, orders.customer[booked], orders.minute[booked])
    moved = np.where(rng.random(len(people)) < 0.03, created // MINUTES + rng.integers(5, 600, size=len(people)), NEVER)
    first, second = np.flatnonzero(created < NEVER), np.flatnonzero((moved < TOTAL_DAYS) & (created < NEVER))
    row = np.concatenate([first, second])
    is_second = np.arange(len(row)) >= len(first)
    changed = np.where(is_second, moved[row] * MINUTES + 600, created[row])
    old, new = addresses(rng, people), addresses(rng, people)
    picked = pa.array(row)
    table = pa.table(
        {
            "CustNo": customer_numbers(people.ids).take(picked),
            "CustName": record.name.take(picked),
            "TaxNo": record.tax_id.take(picked),
            "Telephone": record.phone.take(picked),
            "Mail": record.email.take(picked),
            "Address": choose(is_second, new.take(picked), old.take(picked)),
            "ChangedOn": erp_date(changed),
        }
    )
    until = np.where(is_second, NEVER, np.where(moved[row] < TOTAL_DAYS, moved[row], NEVER))
    return Extract("erp", "customers", table, changed // MINUTES, until)


def orders_extract(
    people: Population, orders: Orders, dirt: DirtRates, *, seed: int, chunk: int
) -> tuple[Extract, list[Dirt]]:
    """Order headers, one row a version; some twice under two numbers, some repeated, some broken."""
    rng = stream(seed, chunk, "erp orders")
    sent = versions(orders.first_day, orders.second_day, orders.sends_both)
    booked = ~orders.is_shop_only[sent.row]
    row, second, day = sent.row[booked], sent.is_second[booked], sent.day[booked]
    twice = np.flatnonzero(orders.is_synced_twice[row])
    copy = np.concatenate([np.zeros(len(row), np.int64), np.ones(len(twice), np.int64)])
    row, second, day = (np.concatenate([values, values[twice]]) for values in (row, second, day))
    rows, repeated = with_repeats(rng, len(row), dirt.repeated_row)
    row, second, day, copy = row[rows], second[rows], day[rows], copy[rows]
    numbers = order_numbers(orders.true_id[row], copy)
    broken = (orders.break_kind[row] > 0) & (~second | orders.is_broken_for_good[row])
    kind = np.where(broken, orders.break_kind[row], 0)
    table = _order_columns(rng, people, orders, row=row, second=second, kind=kind, copy=copy, numbers=numbers)
    late = orders.is_late[row] & (day > orders.minute[row] // MINUTES) & ~second
    corrected = second & (orders.first_total_cents[row] != orders.total_cents[row])

    def planted(name: str, expected: str, chosen: np.ndarray) -> Dirt:
        return Dirt(name, "erp", "orders", "erp/orders", expected, numbers.filter(pa.array(chosen)), day[chosen])

    is_repeat = np.arange(len(row)) >= len(rows) - len(repeated)
    found = [planted(name, QUARANTINE, kind == index) for index, name in enumerate(BREAKS) if index]
    found += [
        planted("repeated_row", DEDUPLICATE, is_repeat),
        planted("order_synced_twice", DEDUPLICATE, (copy == 1) & ~is_repeat),
        planted("late_row", AS_OF, late & ~is_repeat),
        planted("corrected_row", LATEST, corrected & ~is_repeat),
        planted("unknown_buyer", UNLINKED, orders.has_unknown_buyer[row] & ~is_repeat),
    ]
    return Extract("erp", "orders", table, day), found


def _order_columns(
    rng: np.random.Generator,
    people: Population,
    orders: Orders,
    *,
    row: np.ndarray,
    second: np.ndarray,
    kind: np.ndarray,
    copy: np.ndarray,
    numbers: pa.Array,
) -> pa.Table:
    online, store = orders.channel[row] == ONLINE, orders.channel[row] == STORE
    cancelled = orders.is_cancelled[row] & second
    completed = (second & ~cancelled) | store & ~orders.is_cancelled[row]
    dotted = stream(int(orders.true_id[0]) % 2**31, 0, "subsidiary").random(len(orders))[row] < 0.05
    total = np.where(second, orders.total_cents[row], orders.first_total_cents[row])
    final = np.where(store, orders.minute[row], orders.second_minute[row])
    changed = np.where(second, orders.second_minute[row], orders.minute[row] + copy)
    status = take(_STATUS, np.where(cancelled, 2, completed.astype(np.int64)))
    ordered = erp_date(orders.minute[row], dotted)
    payment = np.where(people.is_business[orders.customer[row]], 3 + orders.true_id[row] % 2, orders.true_id[row] % 4)
    owner = choose(orders.has_unknown_buyer[row], None, customer_numbers(people.ids[orders.customer[row]]))
    return pa.table(
        {
            "OrderNo": numbers,
            "CustNo": owner,
            "OrderDate": spoiled(spoiled(ordered, kind == 1, IMPOSSIBLE_DATES), kind == 4, FUTURE_DATE),
            "Status": spoiled(status, kind == 3, "77"),
            "Channel": take(["WEB", "SHOP", "3P", "DIR"], orders.channel[row]),
            "WebOrderNo": choose(online, shop_numbers(orders.true_id[row]), None),
            "Curr": take(["CNY"], row * 0),
            "Discount": cents(orders.discount_cents[row]),
            "Total": cents(np.where(kind == 2, -total, total)),
            "Payment": take(["alipay", "wechat_pay", "card", "bank_transfer", "credit_terms"], payment),
            "Delivery": take(
                ["pickup", "express", "standard", "freight"], np.where(store, 0, 1 + orders.true_id[row] % 3)
            ),
            "DeliveredOn": erp_date(np.where(completed, final, NEVER), dotted),
            "CancelledOn": erp_date(np.where(cancelled, final, NEVER), dotted),
            "ChangedOn": erp_date(changed),
        }
    )


def lines_extract(
    orders: Orders, lines: Lines, skus: pa.Array, dirt: DirtRates, *, seed: int, chunk: int
) -> tuple[Extract, list[Dirt]]:
    """Order lines, delivered with the first version of their order; a few name orders nobody has."""
    rng = stream(seed, chunk, "erp lines")
    booked = np.flatnonzero(~orders.is_shop_only[lines.order])
    twice = np.flatnonzero(orders.is_synced_twice[lines.order])
    row = np.concatenate([booked, twice])
    identifier = orders.true_id[lines.order[row]] + np.where(np.arange(len(row)) >= len(booked), SECOND_COPY, 0)
    orphans = np.flatnonzero(rng.random(len(row)) < dirt.orphan_line)
    identifier = np.concatenate([identifier, identifier[orphans] % SECOND_COPY + ORPHAN])
    row = np.concatenate([row, row[orphans]])
    rows, repeated = with_repeats(rng, len(row), dirt.repeated_row)
    row, identifier = row[rows], identifier[rows]
    numbers, day = number(identifier, 10, "SO"), orders.first_day[lines.order[row]]
    table = pa.table(
        {
            "OrderNo": numbers,
            "Pos": number(lines.number[row]),
            "ArticleNo": skus.take(pa.array(lines.article[row])),
            "Qty": number(lines.quantity[row]),
            "Price": cents(lines.unit_cents[row]),
            "LineDiscount": cents(lines.discount_cents[row]),
        }
    )
    keys = join(numbers, "/", number(lines.number[row]))
    repeats, orphan = np.arange(len(row)) >= len(rows) - len(repeated), identifier >= ORPHAN
    found = [
        Dirt(
            "repeated_row",
            "erp",
            "order_lines",
            "erp/order_lines",
            DEDUPLICATE,
            keys.filter(pa.array(repeats)),
            day[repeats],
        ),
        Dirt(
            "orphan_line",
            "erp",
            "order_lines",
            "erp/order_lines",
            UNLINKED,
            keys.filter(pa.array(orphan & ~repeats)),
            day[orphan & ~repeats],
        ),
    ]
    return Extract("erp", "order_lines", table, day), found
