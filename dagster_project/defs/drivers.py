"""What drives purchases from outside, and how strongly each customer reacts to a discount."""

from datetime import date

import pandas as pd

from dagster_project.defs.ml import score_asset
from dagster_project.warehouse.scoring import Frames
from models.drivers import driver_table, train_drivers
from models.price_sensitivity import score_price_sensitivity, train_price_sensitivity
from models.training import TrainedModel

DAYS = "features.ftr_purchase_drivers"
DISCOUNTS = "features.ftr_price_sensitivity"


def _train_drivers(frames: Frames, *, as_of: date, timezone: str) -> TrainedModel:
    return train_drivers(frames[DAYS], as_of_date=as_of)


def _drivers(trained: TrainedModel, frames: Frames, *, as_of: date, timezone: str) -> dict[str, pd.DataFrame]:
    return {"purchase_drivers": driver_table(trained)}


def _train_sensitivity(frames: Frames, *, as_of: date, timezone: str) -> TrainedModel:
    return train_price_sensitivity(frames[DISCOUNTS], as_of_date=as_of)


def _sensitivity(trained: TrainedModel, frames: Frames, *, as_of: date, timezone: str) -> dict[str, pd.DataFrame]:
    scores = score_price_sensitivity(trained.model, frames[DISCOUNTS], model_version=trained.version)
    return {"price_sensitivity": scores}


purchase_drivers = score_asset(
    "purchase_drivers",
    inputs=(DAYS,),
    description="Daily purchases regressed on outside variables. One row per group, outcome, variable and as-of date.",
    train=_train_drivers,
    score=_drivers,
)
price_sensitivity = score_asset(
    "price_sensitivity",
    inputs=(DISCOUNTS,),
    description="Response of every customer to discounts. One row per customer and as-of date.",
    train=_train_sensitivity,
    score=_sensitivity,
)
