"""Churn: the probability that a customer does not buy again within the churn window."""

from models.churn.model import ChurnModel
from models.churn.train import score_churn, train_churn

__all__ = ["ChurnModel", "score_churn", "train_churn"]
