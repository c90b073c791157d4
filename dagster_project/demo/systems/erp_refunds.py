"""The ERP's credit notes."""

import numpy as np
import pyarrow as pa

from dagster_project.demo.behaviour.baskets import Lines
from dagster_project.demo.behaviour.orders import Orders
from dagster_project.demo.behaviour.refunds import REASONS, Refunds
from dagster_project.demo.clock import MINUTES
from dagster_project.demo.extract import Extract
from dagster_project.demo.systems.keys import erp_date, order_numbers
from dagster_project.demo.text import cents, choose, number, take
from dagster_project.demo.truth.dirt import IMPOSSIBLE_DATES, QUARANTINE, Dirt, spoiled


def _pieces(refunds: Refunds, lines: Lines) -> np.ndarray:
    """Pieces that came back; -1 where it is a whole order, or money for a part of a line."""
    is_whole_line = (refunds.line >= 0) & (refunds.cents == lines.net_cents[refunds.line])
    return np.where(is_whole_line, lines.quantity[refunds.line], -1)


def refunds_extract(refunds: Refunds, orders: Orders, lines: Lines, skus: pa.Array) -> tuple[Extract, list[Dirt]]:
    """The ERP's credit notes."""
    partial = refunds.line >= 0
    numbers, day = number(refunds.true_id, 10, "R"), refunds.minute // MINUTES
    table = pa.table(
        {
            "CreditNo": numbers,
            "OrderNo": order_numbers(orders.true_id[refunds.order]),
            "Pos": number(np.where(partial, lines.number[refunds.line], -1)),
            "ArticleNo": choose(partial, skus.take(pa.array(lines.article[refunds.line])), None),
            "Qty": number(_pieces(refunds, lines)),
            "Amount": cents(np.where(refunds.break_kind == 2, -refunds.cents, refunds.cents)),
            "Reason": take(REASONS, refunds.reason),
            "BookedOn": spoiled(erp_date(refunds.minute), refunds.break_kind == 1, IMPOSSIBLE_DATES),
        }
    )
    found = [
        Dirt(
            name,
            "erp",
            "refunds",
            "erp/refunds",
            QUARANTINE,
            numbers.filter(pa.array(refunds.break_kind == kind)),
            day[refunds.break_kind == kind],
        )
        for kind, name in ((1, "impossible_date"), (2, "negative_amount"))
    ]
    return Extract("erp", "refunds", table, day), found
