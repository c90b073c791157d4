"""Opportunity scores: the reviewed rules, and how likely a deal is to be won."""

from datetime import date

import pandas as pd

from dagster_project.defs.ml import score_asset
from dagster_project.warehouse.scoring import Frames
from models.lifecycle import Duel
from models.opportunity import duel_on_deals_closed_since, score_opportunities, train_opportunity
from models.training import TrainedModel

FEATURES = "features.ftr_opportunities"


def _train(frames: Frames, *, as_of: date, timezone: str) -> TrainedModel:
    return train_opportunity(frames[FEATURES], as_of_date=as_of)


def _score(trained: TrainedModel, frames: Frames, *, as_of: date, timezone: str) -> dict[str, pd.DataFrame]:
    scores = score_opportunities(trained.model, frames[FEATURES], model_version=trained.version)
    return {"opportunity": scores}


def _duel(
    champion: TrainedModel, challenger: TrainedModel, frames: Frames, *, as_of: date, timezone: str
) -> Duel | str:
    return duel_on_deals_closed_since(champion, challenger, frames[FEATURES])


opportunity_scores = score_asset(
    "opportunity",
    inputs=(FEATURES,),
    description="Rule score and win probability of every open opportunity. One row per opportunity and as-of date.",
    train=_train,
    score=_score,
    duel=_duel,
    has_baseline=True,
)
