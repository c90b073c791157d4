"""Money given back: about four orders in a hundred, whole or in part, days after delivery."""

from dataclasses import dataclass

import numpy as np

from dagster_project.demo.behaviour.baskets import Lines
from dagster_project.demo.behaviour.orders import Orders
from dagster_project.demo.clock import MINUTES, NEVER
from dagster_project.demo.parameters import DemoParameters
from dagster_project.demo.text import stream

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
