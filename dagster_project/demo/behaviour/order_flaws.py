"""Which orders reach the systems late, twice, wrong or not at all."""

import numpy as np

from dagster_project.demo.behaviour.population import ONLINE, STORE
from dagster_project.demo.parameters import DirtRates

BREAKS = ("none", "impossible_date", "negative_amount", "unknown_value", "future_date")


def draw_flaws(
    rng: np.random.Generator, dirt: DirtRates, *, channel: np.ndarray, is_final: np.ndarray, is_cancelled: np.ndarray
) -> dict[str, np.ndarray]:
    """Which orders suffer what; the kinds that would hide each other exclude each other."""
    count = len(channel)
    draw = rng.random((6, count))
    fixed = (draw[0] < dirt.broken_then_fixed) & ~is_final
    for_good = (draw[0] > 1 - dirt.broken_for_good) & (channel != ONLINE) & ~is_cancelled
    clean = ~fixed & ~for_good
    shop_only = clean & (channel == ONLINE) & ~is_cancelled & (draw[1] < dirt.shop_only_order)
    return {
        "break_kind": np.where(clean, 0, rng.integers(1, len(BREAKS), size=count)),
        "is_broken_for_good": for_good,
        "is_shop_only": shop_only,
        "is_synced_twice": clean & (channel == ONLINE) & ~shop_only & (draw[2] < dirt.order_synced_twice),
        "has_unknown_buyer": (channel == STORE) & clean & (draw[3] < dirt.unknown_buyer),
        "is_late": draw[4] < dirt.late_row,
        "is_corrected": clean & ~is_final & ~is_cancelled & (draw[5] < dirt.corrected_amount),
    }
