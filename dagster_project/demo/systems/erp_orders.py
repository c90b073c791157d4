"""The ERP's order headers; times to the minute, day first where one subsidiary wrote them."""

import numpy as np
import pyarrow as pa

from dagster_project.demo.behaviour.order_flaws import BREAKS
from dagster_project.demo.behaviour.orders import Orders
from dagster_project.demo.behaviour.population import ONLINE, STORE, Population
from dagster_project.demo.clock import MINUTES, NEVER
from dagster_project.demo.extract import Extract, versions, with_repeats
from dagster_project.demo.parameters import DirtRates
from dagster_project.demo.systems.keys import customer_numbers, erp_date, order_numbers, shop_numbers
from dagster_project.demo.text import cents, choose, stream, take
from dagster_project.demo.truth.dirt import (
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

VAT_PERCENT = 13  # the standard rate of mainland China, within the total
_STATUS = ("20", "40", "90")  # paid, completed, cancelled


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
            "VAT": cents(total * VAT_PERCENT // (100 + VAT_PERCENT)),
            "Payment": take(["alipay", "wechat_pay", "card", "bank_transfer", "credit_terms"], payment),
            "Delivery": take(
                ["pickup", "express", "standard", "freight"], np.where(store, 0, 1 + orders.true_id[row] % 3)
            ),
            "DeliveredOn": erp_date(np.where(completed, final, NEVER), dotted),
            "CancelledOn": erp_date(np.where(cancelled, final, NEVER), dotted),
            "ChangedOn": erp_date(changed),
        }
    )
