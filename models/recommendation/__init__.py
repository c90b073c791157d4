"""Products a customer has not bought yet and probably will: what goes with his, else what everybody buys (I3, H5)."""

from models.recommendation.model import ItemAssociation
from models.recommendation.train import evaluation_table, recommend, train_recommendation

__all__ = ["ItemAssociation", "evaluation_table", "recommend", "train_recommendation"]
