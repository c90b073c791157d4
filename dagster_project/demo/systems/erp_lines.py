"""The ERP's order lines."""

import numpy as np
import pyarrow as pa

from dagster_project.demo.behaviour.baskets import Lines
from dagster_project.demo.behaviour.orders import Orders
from dagster_project.demo.extract import Extract, with_repeats
from dagster_project.demo.parameters import DirtRates
from dagster_project.demo.systems.keys import ORPHAN, SECOND_COPY
from dagster_project.demo.text import cents, join, number, stream
from dagster_project.demo.truth.dirt import DEDUPLICATE, UNLINKED, Dirt


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
