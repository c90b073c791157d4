"""Joined pairs -> clusters, under guards: conflicting facts never meet, and a name alone must leave no choice."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dagster_project.identity.components import Facts, Joining, components
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
    joining = Joining(facts)
    _rejoin(label, by_key, _suspects(label, facts), joining)
    by_name = edges.where(edges.rule == RULES.index("name"))
    _join_by_name(label, by_name, joining, systems)
    return Clusters(label, sorted(set(joining.refused)))


def _suspects(label: np.ndarray, facts: Facts) -> set[int]:
    """Labels of components that some guard may object to."""
    suspects = set(np.flatnonzero(np.bincount(label, minlength=len(label)) > facts.size_limit).tolist())
    for codes in (facts.tax_ids, facts.kinds):
        known = codes >= 0
        lowest, highest = np.full(len(label), np.iinfo(np.int64).max), np.full(len(label), -1)
        np.minimum.at(lowest, label[known], codes[known])
        np.maximum.at(highest, label[known], codes[known])
        suspects |= set(np.flatnonzero((highest >= 0) & (lowest != highest)).tolist())
    return suspects | {int(label[left]) for left, right in facts.apart if label[left] == label[right]}


def _rejoin(label: np.ndarray, edges: Edges, suspects: set[int], joining: Joining) -> None:
    if not suspects:
        return
    inside = np.isin(label, sorted(suspects))
    for left, right in _pairs(edges.where(inside[edges.left])):
        joining.join(left, right)
    for node in np.flatnonzero(inside).tolist():
        label[node] = joining.find(node)


def _join_by_name(label: np.ndarray, edges: Edges, joining: Joining, systems: Sequence[str]) -> None:
    edges = edges.where(label[edges.left] != label[edges.right])
    touched = np.unique(np.concatenate([label[edges.left], label[edges.right]]))
    members = defaultdict(list)
    for node in np.flatnonzero(np.isin(label, touched)).tolist():
        members[int(label[node])].append(node)
    known_in = {cluster_label: {systems[node] for node in nodes} for cluster_label, nodes in members.items()}
    ends = (sorted((int(label[left]), int(label[right]))) for left, right in _pairs(edges))
    pairs = list(dict.fromkeys((one, two) for one, two in ends))
    choices: dict[tuple[int, str], set[int]] = defaultdict(set)
    for one, two in pairs:
        for system in known_in[two]:
            choices[one, system].add(two)
        for system in known_in[one]:
            choices[two, system].add(one)
    names = Joining(joining.facts)
    for root, nodes in members.items():
        names.members[root] = nodes
    for one, two in pairs:
        together = {systems[node] for node in names.of(one)}, {systems[node] for node in names.of(two)}
        if known_in[one] & known_in[two] or (names.find(one) != names.find(two) and together[0] & together[1]):
            joining.refused.append((one, two, "a name alone, twice in one system"))
        elif any(len(choices[one, s]) > 1 for s in known_in[two]) or any(
            len(choices[two, s]) > 1 for s in known_in[one]
        ):
            joining.refused.append((one, two, "a name alone, several candidates"))
        else:
            names.join(one, two)
    joining.refused.extend(names.refused)
    for root, nodes in members.items():
        label[nodes] = names.find(root)


def _pairs(edges: Edges):
    return zip(edges.left.tolist(), edges.right.tolist(), strict=True)
