"""From features.ftr_purchase_drivers to described regressions and their table."""

from datetime import date

import pandas as pd

from models.drivers.model import KEYS, OUTCOMES, PurchaseDrivers
from models.drivers.regression import VARIABLES
from models.tables.drivers import TABLES
from models.training import TrainedModel, described
from models.versioning import data_hash


def train_drivers(features: pd.DataFrame, *, as_of_date: date, model: PurchaseDrivers | None = None) -> TrainedModel:
    """Fit every regression; `model` carries other parameters than the defaults."""
    model = (model or PurchaseDrivers()).fit(features)
    used = features[[*KEYS, *OUTCOMES, *VARIABLES]].astype(str)
    return described(
        model,
        name="purchase_drivers",
        as_of_date=as_of_date,
        training_data=data_hash(used, key=["dimension", "dimension_value", "date_on"]),
        trained_rows=len(features),
        features=list(VARIABLES),
        metrics={"effects": len(model.effects_), "refusals": model.refusals_},
        tier="poisson_regression" if model.effects_ else "unavailable",
        reason="; ".join(model.refusals_[:3]) or None,
    )


def driver_table(trained: TrainedModel) -> pd.DataFrame:
    """One row per dimension, dimension value, outcome and variable, columns of `models.tables.drivers`."""
    columns = list(TABLES["purchase_drivers"])
    effects = pd.DataFrame(trained.model.effects_, columns=[name for name in columns if name != "model_version"])
    return effects.assign(model_version=trained.version)[columns]
