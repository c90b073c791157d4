"""Names join clusters that keys have left apart, where it is plain who is meant."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from dagster_project.identity.components import Facts, Joining

Pair = tuple[int, int]


def join_by_name(
    label: np.ndarray, pairs: Iterable[Pair], facts: Facts, systems: Sequence[str]
) -> list[tuple[int, int, str]]:
    """Join clusters in `label` by pairs of nodes of two clusters, strongest first; returns what was refused.

    Two clusters are joined or kept apart as a whole, so a reason holds for every pair of nodes between them.
    """
    between: dict[Pair, list[Pair]] = defaultdict(list)
    for left, right in pairs:
        one, two = sorted((int(label[left]), int(label[right])))
        between[one, two].append((left, right))
    members = _members(label, {cluster for pair in between for cluster in pair})
    plain = _Plain(members, between, systems)
    joining = Joining(facts, members)
    refused = []
    for (one, two), nodes in between.items():
        if reason := plain.doubt(one, two, joining) or joining.join(one, two):
            refused.extend((left, right, reason) for left, right in nodes)
    for cluster, nodes in members.items():
        label[nodes] = joining.find(cluster)
    return refused


def _members(label: np.ndarray, clusters: set[int]) -> dict[int, list[int]]:
    members = defaultdict(list)
    for node in np.flatnonzero(np.isin(label, sorted(clusters))).tolist():
        members[int(label[node])].append(node)
    return dict(members)


class _Plain:
    """Whether a name leaves a choice: which systems know a cluster, and whom its name fits in each system."""

    def __init__(self, members: dict[int, list[int]], pairs: Iterable[Pair], systems: Sequence[str]) -> None:
        self.systems = systems
        self.known_in = {cluster: {systems[node] for node in nodes} for cluster, nodes in members.items()}
        self.choices: dict[tuple[int, str], set[int]] = defaultdict(set)
        for one, two in pairs:
            for system in self.known_in[two]:
                self.choices[one, system].add(two)
            for system in self.known_in[one]:
                self.choices[two, system].add(one)

    def doubt(self, one: int, two: int, joining: Joining) -> str | None:
        """Why a name does not say that two clusters are one customer, or None."""
        now = [{self.systems[node] for node in joining.of(cluster)} for cluster in (one, two)]
        is_joined = joining.find(one) == joining.find(two)
        if self.known_in[one] & self.known_in[two] or (not is_joined and now[0] & now[1]):
            return "a name alone, twice in one system"
        if self._has_choice(one, two) or self._has_choice(two, one):
            return "a name alone, several candidates"
        return None

    def _has_choice(self, one: int, two: int) -> bool:
        return any(len(self.choices[one, system]) > 1 for system in self.known_in[two])
