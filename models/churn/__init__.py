"""Churn: the probability that a customer does not buy again within the churn window."""

from models.churn.evaluation import evaluation_table
from models.churn.model import ChurnModel
from models.churn.train import loss_on_validation, score_churn, train_churn

__all__ = ["ChurnModel", "evaluation_table", "loss_on_validation", "score_churn", "train_churn"]
