"""Products a customer has not bought yet and probably will: what goes with his, else what everybody buys (I3, H5)."""

from models.recommendation.model import ItemAssociation
from models.recommendation.train import duel_on_holdout, evaluation_table, recommend, train_recommendation

__all__ = ["ItemAssociation", "duel_on_holdout", "evaluation_table", "recommend", "train_recommendation"]
