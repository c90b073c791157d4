"""When a customer buys next, how much and of what (I4, I6)."""

from models.next_purchase.model import NextPurchaseModel
from models.next_purchase.train import duel_on_holdout, evaluation_table, score_next_purchase, train_next_purchase

__all__ = ["NextPurchaseModel", "duel_on_holdout", "evaluation_table", "score_next_purchase", "train_next_purchase"]
