"""Money given back: about four orders in a hundred, whole or in part, days after delivery."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dagster_project.demo.baskets import Lines
from dagster_project.demo.clock import MINUTES, NEVER
from dagster_project.demo.dirt import IMPOSSIBLE_DATES, QUARANTINE, Dirt, spoiled
from dagster_project.demo.erp import erp_date, order_numbers
from dagster_project.demo.extract import Extract
from dagster_project.demo.orders import Orders
from dagster_project.demo.parameters import DemoParameters
from dagster_project.demo.text import cents, choose, number, stream, take

REASONS = ("质量问题", "不想要了", "发错货", "物流损坏", "与描述不符", "尺寸不合适")


@dataclass(frozen=True)
class Refunds:
    """One element per refund; `line` is the position of the refunded line, -1 for the whole order."""

    true_id: np.ndarray
    order: np.ndarray
    line: np.ndarray
    cents: np.ndarray
    minute: np.ndarray
    reason: np.ndarray
    break_kind: np.ndarray  # 0 sound, 1 impossible date, 2 negative amount


def draw_refunds(orders: Orders, lines: Lines, parameters: DemoParameters, *, seed: int, chunk: int) -> Refunds:
    """Refunds of booked, uncancelled orders; a partial one gives back the first line, or half of an only line."""
    rng = stream(seed, chunk, "refunds")
    refundable = ~orders.is_cancelled & ~orders.is_shop_only & ~orders.is_broken_for_good
    order = np.flatnonzero(refundable & (rng.random(len(orders)) < parameters.refund_share))
    full = rng.random(len(order)) < parameters.full_refund_share
    line = np.searchsorted(lines.order, order)
    is_only = np.searchsorted(lines.order, order, side="right") - line == 1
    part = lines.net_cents[line] // np.where(is_only, 2, 1)
    received = np.where(orders.second_minute[order] >= NEVER, orders.minute[order], orders.second_minute[order])
    draw = rng.random(len(order))
    broken = parameters.dirt.broken_refund / 2
    return Refunds(
        true_id=orders.true_id[order],
        order=order,
        line=np.where(full, -1, line),
        cents=np.where(full, orders.total_cents[order], part),
        minute=received + rng.integers(1 * MINUTES, 14 * MINUTES, size=len(order)),
        reason=rng.choice(len(REASONS), len(order), p=[0.34, 0.2, 0.12, 0.16, 0.1, 0.08]),
        break_kind=np.where(draw < broken, 1, np.where(draw < 2 * broken, 2, 0)),
    )


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
