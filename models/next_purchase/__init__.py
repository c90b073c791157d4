"""When a customer buys next, how much and of what (I4, I6)."""

from models.next_purchase.model import NextPurchaseModel
from models.next_purchase.train import evaluation_table, score_next_purchase, train_next_purchase

__all__ = ["NextPurchaseModel", "evaluation_table", "score_next_purchase", "train_next_purchase"]
