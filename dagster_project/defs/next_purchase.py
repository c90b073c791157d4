"""When a customer buys next, how much and of what; and which products he has not bought yet."""

from datetime import date

import pandas as pd

from dagster_project.defs.ml import score_asset
from dagster_project.warehouse.scoring import Frames
from models import next_purchase, recommendation
from models.lifecycle import Duel
from models.training import TrainedModel

PURCHASES = "features.ftr_next_purchase"
PRODUCTS = "features.ftr_products_bought"


def _train_next_purchase(frames: Frames, *, as_of: date, timezone: str) -> TrainedModel:
    return next_purchase.train_next_purchase(frames[PURCHASES], as_of_date=as_of)


def _score_next_purchase(
    trained: TrainedModel, frames: Frames, *, as_of: date, timezone: str
) -> dict[str, pd.DataFrame]:
    scores = next_purchase.score_next_purchase(
        trained.model, frames[PURCHASES], as_of_date=as_of, model_version=trained.version
    )
    return {"next_purchase": scores, "next_purchase_evaluation": next_purchase.evaluation_table(trained)}


def _train_recommendation(frames: Frames, *, as_of: date, timezone: str) -> TrainedModel:
    return recommendation.train_recommendation(frames[PRODUCTS], as_of_date=as_of)


def _recommend(trained: TrainedModel, frames: Frames, *, as_of: date, timezone: str) -> dict[str, pd.DataFrame]:
    scores = recommendation.recommend(trained.model, frames[PRODUCTS], model_version=trained.version)
    return {"recommendation": scores, "recommendation_evaluation": recommendation.evaluation_table(trained)}


def _next_purchase_duel(
    champion: TrainedModel, challenger: TrainedModel, frames: Frames, *, as_of: date, timezone: str
) -> Duel | str:
    return next_purchase.duel_on_holdout(champion, challenger, frames[PURCHASES], as_of_date=as_of)


def _recommendation_duel(
    champion: TrainedModel, challenger: TrainedModel, frames: Frames, *, as_of: date, timezone: str
) -> Duel | str:
    return recommendation.duel_on_holdout(champion, challenger, frames[PRODUCTS], as_of_date=as_of)


next_purchases = score_asset(
    "next_purchase",
    inputs=(PURCHASES,),
    description="Expected day, amount and category of the next purchase, and how such expectations did on a hold-out.",
    train=_train_next_purchase,
    score=_score_next_purchase,
    duel=_next_purchase_duel,
    has_baseline=True,
)
recommendations = score_asset(
    "recommendation",
    inputs=(PRODUCTS,),
    description="Five products per customer that he has not bought yet, and their recall on a hold-out.",
    train=_train_recommendation,
    score=_recommend,
    duel=_recommendation_duel,
    has_baseline=True,
)
