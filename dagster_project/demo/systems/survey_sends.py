"""How many were asked: every survey's sendings of a day, closed and reported a week later."""

import numpy as np
import pyarrow as pa

from dagster_project.demo.clock import TOTAL_DAYS
from dagster_project.demo.extract import Extract
from dagster_project.demo.parameters import DemoParameters
from dagster_project.demo.text import iso_days, join, number, stream, take

SURVEYS = (
    ("nps", ""),
    ("touchpoint", "pre_sales"),
    ("touchpoint", "logistics"),
    ("touchpoint", "after_sales"),
    ("csat", ""),
)
OPEN_DAYS = 7
SMOOTHING = np.full(29, 1 / 29)


def distributions_extract(
    question: np.ndarray, sent_day: np.ndarray, parameters: DemoParameters, *, seed: int, chunk: int
) -> Extract:
    """One row per question and day; to the answers (their question and day of asking) come those who gave none."""
    rng = stream(seed, chunk, "survey distributions")
    within = sent_day < TOTAL_DAYS
    answered = np.zeros((len(SURVEYS), TOTAL_DAYS), np.int64)
    np.add.at(answered, (question[within], sent_day[within]), 1)
    usual = np.stack([np.convolve(counts, SMOOTHING, mode="same") for counts in answered])
    share, completed = parameters.survey_response_share, parameters.survey_completion_share
    silent = rng.poisson(usual * (1 - share) / share)
    began = answered + rng.binomial(silent, share * (1 / completed - 1) / (1 - share))
    kind, day = np.nonzero(answered + silent)
    table = pa.table(
        {
            "distribution": join(number(kind * TOTAL_DAYS + day, 5, "D"), "-", number(np.full(len(day), chunk))),
            "survey": take([survey for survey, _ in SURVEYS], kind),
            "touchpoint": take([touchpoint for _, touchpoint in SURVEYS], kind),
            "sent_on": iso_days(day),
            "invited": number((answered + silent)[kind, day]),
            "began": number(began[kind, day]),
        }
    )
    return Extract("tickets", "survey_distributions", table, day + OPEN_DAYS)
