"""Joined pairs -> clusters, under guards: conflicting facts never meet, and a name alone must leave no choice."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dagster_project.identity.components import Facts, Joining, components
from dagster_project.identity.naming import join_by_name
from dagster_project.identity.rules import RULES


@dataclass(frozen=True)
class Edges:
    """Accepted pairs by node number, strongest rule first, then by weight, then by node: never by arrival."""

    left: np.ndarray
    right: np.ndarray
    rule: np.ndarray
    weight: np.ndarray

    def strongest_first(self) -> "Edges":
        order = np.lexsort((self.right, self.left, -self.weight, self.rule))
        return Edges(self.left[order], self.right[order], self.rule[order], self.weight[order])

    def where(self, chosen: np.ndarray) -> "Edges":
        return Edges(self.left[chosen], self.right[chosen], self.rule[chosen], self.weight[chosen])


@dataclass(frozen=True)
class Clusters:
    """`label`: the smallest node of each node's cluster. `refused`: pairs that a guard kept apart, with the reason."""

    label: np.ndarray
    refused: list[tuple[int, int, str]]


def cluster(size: int, edges: Edges, facts: Facts, systems: Sequence[str]) -> Clusters:
    """Clusters of nodes 0..size-1, numbered by age, so that a label is the oldest node.

    Keys join first. Components without a conflict, nearly all, are taken as they are; the others are joined pair by
    pair. Then names join what is left, if it is plain who is meant.
    """
    edges = edges.strongest_first()
    by_key = edges.where(edges.rule < RULES.index("name"))
    label = components(size, by_key.left, by_key.right)
    refused = _rejoin(label, by_key, _suspects(label, facts), facts)
    by_name = edges.where((edges.rule == RULES.index("name")) & (label[edges.left] != label[edges.right]))
    refused += join_by_name(label, _pairs(by_name), facts, systems)
    return Clusters(label, sorted(set(refused)))


def _suspects(label: np.ndarray, facts: Facts) -> set[int]:
    """Labels of components that some guard may object to."""
    suspects = set(np.flatnonzero(np.bincount(label, minlength=len(label)) > facts.size_limit).tolist())
    for codes in (facts.tax_ids, facts.kinds):
        known = codes >= 0
        lowest, highest = np.full(len(label), np.iinfo(np.int64).max), np.full(len(label), -1)
        np.minimum.at(lowest, label[known], codes[known])
        np.maximum.at(highest, label[known], codes[known])
        suspects |= set(np.flatnonzero((highest >= 0) & (lowest != highest)).tolist())
    kept_apart = facts.apart | facts.objected
    return suspects | {int(label[left]) for left, right in kept_apart if label[left] == label[right]}


def _rejoin(label: np.ndarray, edges: Edges, suspects: set[int], facts: Facts) -> list[tuple[int, int, str]]:
    if not suspects:
        return []
    inside = np.isin(label, sorted(suspects))
    joining = Joining(facts)
    refused = []
    edges = edges.where(inside[edges.left])
    is_overruled = edges.rule <= RULES.index("erp_number")
    for (left, right), overruled in zip(_pairs(edges), is_overruled.tolist(), strict=True):
        if reason := joining.join(left, right, is_overruled=overruled):
            refused.append((left, right, reason))
    for node in np.flatnonzero(inside).tolist():
        label[node] = joining.find(node)
    return refused


def _pairs(edges: Edges):
    return zip(edges.left.tolist(), edges.right.tolist(), strict=True)
