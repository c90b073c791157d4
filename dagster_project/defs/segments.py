"""Behaviour segments with their profiles, and how the texts of customers sound."""

from datetime import date

import pandas as pd

from dagster_project.defs.ml import score_asset
from dagster_project.warehouse.scoring import Frames
from models.lifecycle import no_duel
from models.segments import segment_tables, train_segments
from models.sentiment import score_sentiment, train_sentiment
from models.training import TrainedModel

BEHAVIOUR = "features.ftr_segments"
TRAITS = "reference.segment_traits"
TEXTS = "features.ftr_texts"


def _train_segments(frames: Frames, *, as_of: date, timezone: str) -> TrainedModel:
    return train_segments(frames[BEHAVIOUR], as_of_date=as_of)


def _segment(trained: TrainedModel, frames: Frames, *, as_of: date, timezone: str) -> dict[str, pd.DataFrame]:
    return segment_tables(trained, frames[BEHAVIOUR], frames[TRAITS])


def _train_sentiment(frames: Frames, *, as_of: date, timezone: str) -> TrainedModel:
    return train_sentiment(as_of_date=as_of)


def _judge(trained: TrainedModel, frames: Frames, *, as_of: date, timezone: str) -> dict[str, pd.DataFrame]:
    return {"sentiment": score_sentiment(trained.model, frames[TEXTS], model_version=trained.version)}


segments = score_asset(
    "segments",
    inputs=(BEHAVIOUR, TRAITS),
    description="Behaviour segment of every customer, what sets each apart, its five tests, and every grouping tried.",
    train=_train_segments,
    score=_segment,
    duel=no_duel("groups have no outcome that a later window could show; stability and silhouette choose them"),
)
sentiments = score_asset(
    "sentiment",
    inputs=(TEXTS,),
    description="How every ticket, review and survey reason of the last year sounds. One row per text and as-of date.",
    train=_train_sentiment,
    score=_judge,
    duel=no_duel("it learns from texts that ship with the code: a challenger differs only by a reviewed change"),
)
