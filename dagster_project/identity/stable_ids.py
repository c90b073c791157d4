"""Clusters of today + cross-walk of yesterday -> IDs that stay, and what merged or split."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Issued:
    """An ID that a record had: since when the ID exists."""

    customer_id: str
    issued_on: date


@dataclass(frozen=True)
class Event:
    """`records` left `from_id` for `to_id`: `merged` where `from_id` is retired by that, `split` where it lives on."""

    kind: str
    from_id: str
    to_id: str
    records: tuple[str, ...]


@dataclass(frozen=True)
class Assignment:
    """The ID of every cluster, in the clusters' order, and what happened since yesterday."""

    issued: list[Issued]
    events: list[Event]


def assign_ids(
    clusters: Sequence[Sequence[str]],
    before: Mapping[str, Issued],
    *,
    today: date,
    taken: frozenset[str] = frozenset(),
) -> Assignment:
    """IDs of clusters, each a list of record names, oldest first.

    An ID goes where its founding record is, or else where most of its records are. Of several IDs a cluster keeps the
    oldest. A new ID is the name of the cluster's oldest record; where that is or was somebody's ID (`before`, `taken`),
    with a number.
    """
    holder = _holders(clusters, before)
    held = defaultdict(list)
    for customer_id, position in holder.items():
        held[position].append(customer_id)
    since = {issued.customer_id: issued.issued_on for issued in before.values()}
    taken = set(since) | taken
    issued = []
    for position, records in enumerate(clusters):
        if position in held:
            kept = min(held[position], key=lambda customer_id: (since[customer_id], _age(customer_id, records)))
            issued.append(Issued(kept, since[kept]))
        else:
            issued.append(Issued(_new_id(records[0], taken), today))
            taken.add(issued[-1].customer_id)
    return Assignment(issued, _events(clusters, before, issued))


def _holders(clusters: Sequence[Sequence[str]], before: Mapping[str, Issued]) -> dict[str, int]:
    """Cluster that each former ID belongs to now."""
    where: dict[str, Counter[int]] = defaultdict(Counter)
    founder: dict[str, int] = {}
    for position, records in enumerate(clusters):
        for record in records:
            if former := before.get(record):
                where[former.customer_id][position] += 1
                if former.customer_id == record or former.customer_id.startswith(f"{record}~"):
                    founder[former.customer_id] = position
    return {
        customer_id: founder.get(customer_id, min(counts, key=lambda position: (-counts[position], position)))
        for customer_id, counts in where.items()
    }


def _age(customer_id: str, records: Sequence[str]) -> tuple[int, str]:
    """Place of an ID's founding record in its cluster, oldest first; an ID whose founder is gone comes last."""
    founder = customer_id.split("~")[0]
    return (records.index(founder) if founder in records else len(records), customer_id)


def _new_id(record: str, taken: set[str]) -> str:
    if record not in taken:
        return record
    number = 2
    while f"{record}~{number}" in taken:
        number += 1
    return f"{record}~{number}"


def _events(clusters: Sequence[Sequence[str]], before: Mapping[str, Issued], issued: list[Issued]) -> list[Event]:
    moved = defaultdict(list)
    for position, records in enumerate(clusters):
        for record in records:
            former = before.get(record)
            if former and former.customer_id != issued[position].customer_id:
                moved[former.customer_id, issued[position].customer_id].append(record)
    alive = {one.customer_id for one in issued}
    return [
        Event("split" if former in alive else "merged", former, now, tuple(sorted(records)))
        for (former, now), records in sorted(moved.items())
    ]
