"""The model in use and its challenger before the deals that have closed since (N24)."""

import numpy as np
import pandas as pd
from sklearn.metrics import log_loss

from models.lifecycle import Duel
from models.opportunity.features import closed_deals, read_opportunities
from models.training import TrainedModel

FEWEST_DEALS = 20


def duel_on_deals_closed_since(champion: TrainedModel, challenger: TrainedModel, features: pd.DataFrame) -> Duel | str:
    """Log loss on the deals that closed after the training of the champion.

    The challenger's probabilities are those of its forward validation: of a model that knew only what had closed before
    a deal was opened. Returns why there is no duel where there is none.
    """
    if challenger.model.estimator_ is None:
        return "the challenger has no validated probability"
    trained_on = pd.Timestamp(champion.metadata["as_of_date"])
    later = challenger.model.validation_
    is_new = later["closed_day"] > trained_on.toordinal()
    won = later["won"][is_new]
    if len(won) < FEWEST_DEALS or len(np.unique(won)) < 2:
        return f"{len(won)} deals have closed since {trained_on.date()}, {FEWEST_DEALS} with both ends are needed"
    deals = closed_deals(read_opportunities(features)).iloc[later["position"][is_new]]
    foretold = champion.model.predict_probability(deals)
    if not np.isfinite(foretold).all():
        return "the model in use gives no probability"
    return Duel("log loss", champion=log_loss(won, foretold), challenger=log_loss(won, later["probability"][is_new]))
