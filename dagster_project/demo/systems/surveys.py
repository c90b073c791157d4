"""Survey answers: NPS near the planted value, ticket ratings by survey, and ratings of three touchpoints."""

import numpy as np
import pyarrow as pa

from dagster_project.demo.behaviour.complaints import Tickets
from dagster_project.demo.behaviour.orders import ORDERS_PER_CHUNK, Orders
from dagster_project.demo.behaviour.population import Population
from dagster_project.demo.behaviour.records import Record
from dagster_project.demo.clock import MINUTES
from dagster_project.demo.extract import Extract
from dagster_project.demo.parameters import DemoParameters
from dagster_project.demo.systems.keys import customer_numbers, iso_utc
from dagster_project.demo.systems.survey_sends import SURVEYS, distributions_extract
from dagster_project.demo.text import choose, number, stream, take

_NPS, _CSAT = 0, 4
REASONS = ("一直很好用", "送货及时", "价格公道", "还可以", "一般般", "没有特别的", "售后没人管", "投诉没解决", "太贵了")


def annoyed_orders(orders: Orders, tickets: Tickets) -> np.ndarray:
    """Orders that led to a complaint handled badly."""
    annoyed = np.zeros(len(orders), bool)
    annoyed[tickets.order[tickets.is_bad]] = True
    return annoyed


def survey_extracts(
    people: Population,
    record: Record,
    orders: Orders,
    tickets: Tickets,
    parameters: DemoParameters,
    annoyed: np.ndarray,
    *,
    seed: int,
    chunk: int,
) -> tuple[Extract, Extract, pa.Table]:
    """One row per answered question (NPS after one order in twelve, touchpoints one in ten, CSAT after tickets).

    The second extract says how many were asked, the table who truly answered.
    """
    rng = stream(seed, chunk, "surveys")
    asked = [
        np.flatnonzero(~orders.is_cancelled & (rng.random(len(orders)) < share))
        for share in (0.08, 0.033, 0.033, 0.033)
    ]
    rated = np.flatnonzero((tickets.score > 0) & (rng.random(len(tickets)) < 0.3))
    order = np.concatenate([*asked, tickets.order[rated]])
    question = np.repeat(np.arange(5), [*(len(rows) for rows in asked), len(rated)])
    size, unhappy = len(order), annoyed[order]
    touch = np.where(
        unhappy, rng.integers(1, 4, size=size), rng.choice([5, 4, 3, 2, 1], size, p=[0.45, 0.35, 0.13, 0.05, 0.02])
    )
    score = np.where(question == _NPS, _nps_scores(rng, parameters, unhappy, question == _NPS), touch)
    score = np.where(
        question == _CSAT, np.concatenate([np.zeros(size - len(rated), np.int64), tickets.score[rated]]), score
    )
    base = np.concatenate([orders.minute[np.concatenate(asked)], tickets.created[rated]]) + 3 * MINUTES
    answered = base + rng.integers(60, 3 * MINUTES, size=size)
    who = orders.customer[order]
    picked = pa.array(who)
    mood = np.where(
        score >= np.where(question == _NPS, 9, 4), 0, np.where(score >= np.where(question == _NPS, 7, 3), 3, 6)
    )
    is_text = rng.random(size) < 0.4
    referenced = rng.random(size) < 0.3
    table = pa.table(
        {
            "response": number(np.arange(size, dtype=np.int64) + chunk * ORDERS_PER_CHUNK, 10, "S"),
            "email": choose(referenced, None, record.email.take(picked)),
            "phone": choose(referenced, None, record.phone.take(picked)),
            "customer_ref": choose(referenced, customer_numbers(people.ids[who]), None),
            "survey": take([survey for survey, _ in SURVEYS], question),
            "touchpoint": take([touchpoint for _, touchpoint in SURVEYS], question),
            "score": number(score),
            "scale_max": number(np.where(question == _NPS, 10, 5)),
            "importance": choose((question > _NPS) & (question < _CSAT), number(rng.integers(2, 6, size=size)), None),
            "reason": choose(is_text, take(REASONS, mood + rng.integers(3, size=size)), None),
            "sent_at": iso_utc(base, 29),
            "responded_at": iso_utc(answered, 29),
        }
    )
    responses = Extract("tickets", "survey_responses", table, answered // MINUTES)
    sendings = distributions_extract(question, base // MINUTES, parameters, seed=seed, chunk=chunk)
    return responses, sendings, pa.table({"response_id": table["response"], "true_customer_id": people.ids[who]})


def _nps_scores(
    rng: np.random.Generator, parameters: DemoParameters, unhappy: np.ndarray, is_nps: np.ndarray
) -> np.ndarray:
    """0-10; the annoyed are detractors four times in five, the rest make up the planted shares."""
    sour = 0.8 * (unhappy & is_nps).sum() / max(is_nps.sum(), 1)
    calm = max(1 - (unhappy & is_nps).sum() / max(is_nps.sum(), 1), 0.01)
    detractor = np.where(unhappy, 0.8, max(parameters.nps_detractor_share - sour, 0.0) / calm)
    promoter = np.where(unhappy, 0.0, parameters.nps_promoter_share / calm)
    draw, size = rng.random(len(unhappy)), len(unhappy)
    passive = rng.integers(7, 9, size=size)
    return np.where(
        draw < promoter,
        rng.integers(9, 11, size=size),
        np.where(draw < promoter + detractor, rng.integers(0, 7, size=size), passive),
    )
