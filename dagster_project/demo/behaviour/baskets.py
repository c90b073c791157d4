"""What is in an order: articles, quantities and prices whose sum is the order's total, to the cent."""

from dataclasses import dataclass

import numpy as np

from dagster_project.demo.behaviour.catalogue import CATEGORIES, PER_CATEGORY, Catalogue
from dagster_project.demo.behaviour.population import Population
from dagster_project.demo.parameters import DemoParameters

MOST_LINES = 6


@dataclass(frozen=True)
class Lines:
    """One element per order line, sorted by order; `order` is the position of the order in its chunk."""

    order: np.ndarray
    number: np.ndarray  # from 1
    article: np.ndarray
    quantity: np.ndarray
    unit_cents: np.ndarray
    discount_cents: np.ndarray

    @property
    def net_cents(self) -> np.ndarray:
        return self.quantity * self.unit_cents - self.discount_cents

    def of(self, order: np.ndarray, copied: np.ndarray) -> "Lines":
        """Lines of the orders `copied`, renumbered to the order positions `order`, lines in their order."""
        first = np.searchsorted(self.order, copied)
        count = np.searchsorted(self.order, copied, side="right") - first
        rows = np.repeat(first - np.cumsum(count) + count, count) + np.arange(count.sum())
        return Lines(np.repeat(order, count), *(getattr(self, name)[rows] for name in list(vars(self))[1:]))

    def totals(self, orders: int) -> np.ndarray:
        """Sum of the lines of each order, in cents."""
        return np.bincount(self.order, weights=self.net_cents, minlength=orders).round().astype(np.int64)


def draw_lines(
    rng: np.random.Generator,
    *,
    people: Population,
    customer: np.ndarray,
    amount: np.ndarray,
    discount_rate: np.ndarray,
    catalogue: Catalogue,
    parameters: DemoParameters,
) -> Lines:
    """Lines whose net sum follows `amount` (CNY, the Gamma-Gamma draw) within the rounding of unit prices to cents."""
    mean_extra = np.where(people.is_business[customer], 1.5, 0.9)
    count = 1 + np.minimum(rng.poisson(mean_extra), MOST_LINES - 1)
    order = np.repeat(np.arange(len(customer)), count)
    number = np.arange(len(order)) - np.repeat(np.cumsum(count) - count, count) + 1
    weight = rng.gamma(3.0, 1.0, len(order))
    weight /= np.bincount(order, weights=weight)[order]
    gross = amount[order] / (1 - discount_rate[order]) * 100 * weight
    article = _articles(
        rng, affinity=people.affinity, customer=customer[order], gross=gross, list_cents=catalogue.list_cents
    )
    article = _with_mates(
        rng, article=article, number=number, mate=catalogue.mate, share=parameters.bought_together_share
    )
    quantity = np.clip(np.round(gross / catalogue.list_cents[article]), 1, 9999).astype(np.int64)
    unit = np.maximum(np.round(gross / quantity), 1).astype(np.int64)
    discount = np.round(unit * quantity * discount_rate[order]).astype(np.int64)
    return Lines(order, number, article, quantity, unit, discount)


def _articles(
    rng: np.random.Generator, *, affinity: np.ndarray, customer: np.ndarray, gross: np.ndarray, list_cents: np.ndarray
) -> np.ndarray:
    """An article of a category the customer likes, with a list price somewhat below the money to be spent."""
    draws = rng.random(len(customer)).astype(np.float32)
    category = np.zeros(len(customer), dtype=np.int64)
    reached = np.cumsum(affinity, axis=1).astype(np.float32)
    for edge in range(len(CATEGORIES) - 1):
        category += draws > reached[customer, edge]
    ladder = np.sort(list_cents.reshape(len(CATEGORIES), PER_CATEGORY).mean(axis=0))
    position = np.searchsorted(ladder, gross * rng.uniform(0.15, 1.05, len(gross))) - 1
    return category * PER_CATEGORY + np.clip(position, 0, PER_CATEGORY - 1)


def _with_mates(
    rng: np.random.Generator, *, article: np.ndarray, number: np.ndarray, mate: np.ndarray, share: float
) -> np.ndarray:
    """The second line becomes the planted mate of the first with probability `share`."""
    second = np.flatnonzero(number == 2)
    wanted = mate[article[second - 1]]
    taken = (wanted >= 0) & (rng.random(len(second)) < share)
    changed = article.copy()
    changed[second[taken]] = wanted[taken]
    return changed
