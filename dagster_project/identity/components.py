"""Connected components, and the careful way to join where a guard objects."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components


def components(size: int, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Label of every node 0..size-1: the smallest node of its component."""
    graph = coo_matrix((np.ones(len(left), np.int8), (left, right)), shape=(size, size))
    _, component = connected_components(graph, directed=False)
    smallest = np.full(component.max(initial=-1) + 1, size)
    np.minimum.at(smallest, component, np.arange(size))
    return smallest[component]


@dataclass
class Facts:
    """What must not meet in one cluster. `tax_ids` and `kinds` are codes, -1 unknown; `apart` pairs of nodes.

    `objected`: pairs to which their own rule objects. A tax number or the ERP's own overrules that, other keys do not.
    """

    tax_ids: np.ndarray
    kinds: np.ndarray
    apart: set[tuple[int, int]] = field(default_factory=set)
    objected: set[tuple[int, int]] = field(default_factory=set)
    size_limit: int = 30

    @cached_property
    def strangers(self) -> dict[int, set[int]]:
        """The nodes that a node must not meet because a rule objected."""
        found = defaultdict(set)
        for left, right in self.objected:
            found[left].add(right)
            found[right].add(left)
        return found


def objection(facts: Facts, members: list[int]) -> str | None:
    """Why nodes may not be one cluster, or None."""
    if len(members) > facts.size_limit:
        return f"more than {facts.size_limit} records"
    if len({facts.tax_ids[node] for node in members} - {-1}) > 1:
        return "tax numbers differ"
    if len({facts.kinds[node] for node in members} - {-1}) > 1:
        return "company and consumer"
    among = set(members)
    if any(left in among and right in among for left, right in facts.apart):
        return "kept apart by hand"
    return None


class Joining:
    """Union-find that asks before it joins. Edges come strongest first; `members`: clusters that are there already."""

    def __init__(self, facts: Facts, members: dict[int, list[int]] | None = None) -> None:
        self.facts = facts
        self.root: dict[int, int] = {}
        self.members = dict(members or {})

    def find(self, node: int) -> int:
        """The smallest node of a node's cluster."""
        while (parent := self.root.get(node, node)) != node:
            self.root[node] = self.root.get(parent, parent)
            node = parent
        return node

    def of(self, node: int) -> list[int]:
        """All nodes of a node's cluster."""
        root = self.find(node)
        return self.members.get(root, [root])

    def _are_strangers(self, one: int, two: int) -> bool:
        strangers, others = self.facts.strangers, set(self.of(two))
        return any(not others.isdisjoint(strangers[node]) for node in self.of(one) if node in strangers)

    def join(self, left: int, right: int, *, is_overruled: bool = False) -> str | None:
        """Join the clusters of two nodes, unless a guard objects: then why. `is_overruled`: what a rule objected to."""
        one, two = sorted((self.find(left), self.find(right)))
        if one == two:
            return None
        together = self.of(one) + self.of(two)
        if reason := objection(self.facts, together):
            return reason
        if not is_overruled and self._are_strangers(one, two):
            return "would join two that differ"
        self.root[two] = one
        self.members[one] = together
        self.members.pop(two, None)
        return None
