"""From features.ftr_price_sensitivity to a described model and to the score of every customer."""

from datetime import date

import pandas as pd

from models.price_sensitivity.model import SUMS, UNAVAILABLE, PriceSensitivity
from models.tables.price_sensitivity import TABLES
from models.training import TrainedModel, described
from models.versioning import data_hash


def train_price_sensitivity(
    features: pd.DataFrame, *, as_of_date: date, model: PriceSensitivity | None = None
) -> TrainedModel:
    """Fit the population; `model` carries other parameters than the defaults."""
    model = (model or PriceSensitivity()).fit(features)
    return described(
        model,
        name="price_sensitivity",
        as_of_date=as_of_date,
        training_data=data_hash(features[["customer_id", *SUMS]], key=["customer_id"]),
        trained_rows=len(features),
        features=list(SUMS),
        metrics={"elasticity": {name: round(known[0], 4) for name, known in model.elasticities_.items()}},
        tier=model.method_,
        reason=model.reason_,
    )


def score_price_sensitivity(model: PriceSensitivity, features: pd.DataFrame, *, model_version: str) -> pd.DataFrame:
    """One row per customer, columns of `models.tables.price_sensitivity`; none while the method is `unavailable`."""
    columns = list(TABLES["price_sensitivity"])
    if model.method_ == UNAVAILABLE:
        return pd.DataFrame(columns=columns)
    scores = features[["customer_id", "order_count", "discounted_order_count"]].join(model.predict(features))
    return scores.assign(method=model.method_, model_version=model_version)[columns]
