"""Purchase histories as the three numbers that BG/NBD needs: frequency x, recency t_x and age T."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from models.errors import FeatureFrameError


@dataclass(frozen=True)
class PurchaseHistories:
    """Distinct (x, t_x, T) cells and how many customers share each.

    A million customers counted in whole days share far fewer cells, so a likelihood over cells costs a fraction.
    """

    frequency: np.ndarray
    recency: np.ndarray
    age: np.ndarray
    count: np.ndarray

    @cached_property
    def frequency_levels(self) -> tuple[np.ndarray, np.ndarray]:
        """Distinct frequencies, only dozens, and where each cell's is among them."""
        return np.unique(self.frequency, return_inverse=True)

    @property
    def customers(self) -> int:
        return int(self.count.sum())

    def scaled(self, factor: float) -> "PurchaseHistories":
        """The same histories with time divided by `factor`."""
        return PurchaseHistories(self.frequency, self.recency / factor, self.age / factor, self.count)

    def every(self, step: int) -> "PurchaseHistories":
        """Every `step`-th cell: a deterministic sample, spread over the whole range because cells are sorted."""
        return PurchaseHistories(*(part[::step] for part in (self.frequency, self.recency, self.age, self.count)))


def as_histories(frequency, recency, age) -> PurchaseHistories:
    """Check the histories and merge equal ones.

    Arguments are array-likes of one length: repeat purchases, time of the last purchase and age, both since the first.
    Raises FeatureFrameError if a value is missing or x, t_x and T contradict each other.
    """
    x, t_x, T = checked(frequency, recency, age)
    cells = pd.DataFrame({"x": x, "t_x": t_x, "T": T}).groupby(["x", "t_x", "T"], sort=True).size()
    levels = [cells.index.get_level_values(name).to_numpy(dtype=float) for name in ("x", "t_x", "T")]
    return PurchaseHistories(*levels, cells.to_numpy(dtype=float))


def distinct_pairs(first, second) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Distinct pairs of two arrays of shape (n,), and where each row's is among them.

    What depends on frequency and age alone is computed per pair: a million customers have some ten thousand.
    """
    codes, firsts = pd.factorize(np.asarray(first, dtype=float))
    others, seconds = pd.factorize(np.asarray(second, dtype=float))
    position, pairs = pd.factorize(codes * max(len(seconds), 1) + others)
    return firsts[pairs // max(len(seconds), 1)], seconds[pairs % max(len(seconds), 1)], position


def checked(frequency, recency, age) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The three arrays as floats. Raises FeatureFrameError that names the broken rule and how many rows break it."""
    x, t_x, T = (np.asarray(values, dtype=float) for values in (frequency, recency, age))
    if not x.shape == t_x.shape == T.shape:
        raise FeatureFrameError(f"frequency, recency and age differ in length: {x.shape}, {t_x.shape}, {T.shape}")
    rules = {
        "are missing or infinite": ~(np.isfinite(x) & np.isfinite(t_x) & np.isfinite(T)),
        "have a negative frequency": x < 0,
        "have a recency outside 0 to age": (t_x < 0) | (t_x > T),
        "have repeat purchases but recency 0": (x > 0) & (t_x == 0),
        "have no repeat purchase but a recency above 0": (x == 0) & (t_x > 0),
    }
    for rule, broken in rules.items():
        if broken.any():
            raise FeatureFrameError(f"{int(broken.sum())} of {x.size} purchase histories {rule}")
    return x, t_x, T
