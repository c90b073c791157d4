"""From features.ftr_opportunities to a described model, and to the scores of the open deals."""

from datetime import date

import numpy as np
import pandas as pd

from models.churn.metrics import probability_metrics
from models.opportunity.features import FEATURES, REQUIRED, closed_deals, read_opportunities
from models.opportunity.model import OpportunityModel
from models.tables.opportunity import TABLES
from models.training import TrainedModel, described
from models.versioning import data_hash

OUTCOMES = ("opportunity_id", "customer_id", "created_on", "closed_on", "is_won")
RULE_LEVELS = {"watch": 0, "nurture": 1, "follow_first": 2}


def train_opportunity(
    features: pd.DataFrame, *, as_of_date: date, model: OpportunityModel | None = None
) -> TrainedModel:
    """Fit the win probability on the closed deals; `model` carries other parameters than the defaults."""
    frame = read_opportunities(features)
    model = (model or OpportunityModel()).fit(frame)
    deals = closed_deals(frame)
    metrics: dict = {"closed_deals": len(deals), "win_rate": model.base_rate_}
    if model.estimator_ is not None:
        later = model.validation_
        metrics["model"] = probability_metrics(later["won"], later["probability"])
        metrics["baseline"] = probability_metrics(later["won"], later["base_rate"])
        coefficients = model.estimator_[-1].coef_[0]
        metrics["coefficients"] = {name: round(float(c), 4) for name, c in zip(FEATURES, coefficients, strict=True)}
    return described(
        model,
        name="opportunity",
        as_of_date=as_of_date,
        training_data=data_hash(deals[list(REQUIRED)].astype(str), key=["opportunity_id"]),
        trained_rows=len(deals),
        features=[name for name in REQUIRED if name not in OUTCOMES],
        metrics=metrics,
        tier=model.method_,
        reason=model.reason_,
    )


def score_opportunities(model: OpportunityModel, features: pd.DataFrame, *, model_version: str) -> pd.DataFrame:
    """One row per open opportunity, columns of `models.tables.opportunity`.

    agreement: whether the rules and the model rank a deal alike. The model's level is the third of the probabilities
    of past deals it falls into; they disagree where one says first and the other last.
    """
    frame = read_opportunities(features)
    scored = frame[frame["won"].isna() & frame["closed_on"].isna()].copy()
    scored["win_probability"] = model.predict_probability(scored)
    scored["base_win_rate"] = model.base_rate_
    scored["expected_value_amount"] = scored["win_probability"] * pd.to_numeric(scored["amount"])
    scored["agreement"] = _agreement(model, scored)
    scored["method"], scored["model_version"] = model.method_, model_version
    return scored[list(TABLES["opportunity"])]


def _agreement(model: OpportunityModel, scored: pd.DataFrame) -> np.ndarray | None:
    if model.levels_ is None:
        return None
    difference = np.searchsorted(model.levels_, scored["win_probability"]) - scored["band"].map(RULE_LEVELS).fillna(1)
    return np.select([difference >= 2, difference <= -2], ["model_higher", "rules_higher"], "agree")
