"""Service requests and why they come: a badly handled complaint is what most often precedes the loss of a customer."""

from dataclasses import dataclass

import numpy as np

from dagster_project.demo.behaviour.orders import Orders
from dagster_project.demo.behaviour.population import Population
from dagster_project.demo.clock import MINUTES, NEVER
from dagster_project.demo.parameters import DemoParameters
from dagster_project.demo.text import stream

KINDS = ("complaint", "question", "request", "incident")
CHANNELS = ("phone", "ivr", "chat", "email", "app", "social", "store")
COMPLAINT, IVR = 0, 1


@dataclass(frozen=True)
class Tickets:
    """One element per ticket; minutes are local, NEVER where it did not happen; scores 0 where not given."""

    order: np.ndarray
    kind: np.ndarray
    channel: np.ndarray
    is_bad: np.ndarray  # a complaint handled badly: a planted churn driver
    created: np.ndarray
    first_response: np.ndarray
    resolved: np.ndarray
    score: np.ndarray
    reopened: np.ndarray
    is_self_service: np.ndarray

    def __len__(self) -> int:
        return len(self.order)


def draw_tickets(people: Population, orders: Orders, parameters: DemoParameters, *, seed: int, chunk: int) -> Tickets:
    """Tickets of a chunk, each caused by one order."""
    rng = stream(seed, chunk, "tickets")
    usable = ~orders.is_cancelled
    chance = np.where(orders.is_last_before_loss, parameters.bad_complaint_if_lost, parameters.bad_complaint_if_kept)
    bad = np.flatnonzero(usable & (rng.random(len(orders)) < chance))
    weight = people.complaint_weight[orders.customer]
    solved = np.flatnonzero(usable & (rng.random(len(orders)) < parameters.solved_complaint_rate * weight))
    rates = (parameters.question_rate, parameters.request_rate, parameters.incident_rate)
    others = [np.flatnonzero(usable & (rng.random(len(orders)) < rate)) for rate in rates]
    order = np.concatenate([bad, solved, *others])
    kind = np.repeat([0, 0, 1, 2, 3], [len(bad), len(solved), *(len(rows) for rows in others)])
    size = len(order)
    is_bad = np.arange(size) < len(bad)
    delay = np.where(
        is_bad, rng.integers(MINUTES // 2, 4 * MINUTES, size=size), rng.integers(60, 12 * MINUTES, size=size)
    )
    created = orders.minute[order] + delay
    channel = np.where(
        kind == COMPLAINT, _pick(rng, size, (28, 6, 26, 18, 14, 5, 3)), _pick(rng, size, (18, 26, 28, 12, 12, 2, 2))
    )
    unsolved = is_bad & (rng.random(size) < parameters.bad_complaint_unsolved_share)
    hours = np.where(is_bad, rng.lognormal(3.6, 0.5, size), rng.lognormal(0.7, 0.9, size))
    first = created + np.maximum((hours * 60).astype(np.int64), 1)
    first = np.where(unsolved & (rng.random(size) < 0.4), NEVER, first)
    work = np.where(is_bad, rng.lognormal(4.6, 0.4, size), rng.lognormal(2.3, 0.8, size))
    self_service = (channel == IVR) & ~is_bad & (rng.random(size) < _ivr_share(parameters, channel, is_bad))
    first = np.where(self_service, created, first)
    resolved = np.where(unsolved, NEVER, first + np.where(self_service, 4, np.maximum((work * 60).astype(np.int64), 5)))
    order_ = np.argsort(created, kind="stable")
    score = _scores(rng, parameters, kind=kind, is_bad=is_bad, unsolved=unsolved)
    reopened = np.where(is_bad & (rng.random(size) < 0.35), rng.integers(1, 3, size=size), 0)
    fields = (order, kind, channel, is_bad, created, first, resolved, score, reopened, self_service)
    return Tickets(*(values[order_] for values in fields))


def _pick(rng: np.random.Generator, size: int, weights: tuple[int, ...]) -> np.ndarray:
    return rng.choice(len(weights), size, p=np.array(weights) / sum(weights))


def _ivr_share(parameters: DemoParameters, channel: np.ndarray, is_bad: np.ndarray) -> float:
    """Chance of a self-service solution that makes the planted share of ALL ivr tickets."""
    ivr = channel == IVR
    return min(1.0, parameters.ivr_self_service_share * ivr.sum() / max((ivr & ~is_bad).sum(), 1))


def _scores(
    rng: np.random.Generator, parameters: DemoParameters, *, kind: np.ndarray, is_bad: np.ndarray, unsolved: np.ndarray
) -> np.ndarray:
    """Ratings 1-5; of all solved complaints the satisfied share is the planted one; the badly handled are unhappy."""
    size = len(kind)
    complaint = (kind == COMPLAINT) & ~unsolved
    well = max((complaint & ~is_bad).sum(), 1)
    share = min(1.0, parameters.complaint_satisfied_share * complaint.sum() / well)
    chance = np.where(is_bad, 0.0, np.where(kind == COMPLAINT, share, parameters.other_ticket_satisfied_share))
    satisfied = rng.random(size) < chance
    score = np.where(
        satisfied,
        5 - (rng.random(size) < 0.45),
        np.where(is_bad, 1 + (rng.random(size) < 0.4), 3 - (rng.random(size) < 0.3)),
    )
    rated = np.where(unsolved, 0.3, np.where(kind == COMPLAINT, parameters.complaint_rating_share, 0.45))
    return np.where(rng.random(size) < rated, score, 0)
