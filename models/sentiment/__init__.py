"""How tickets, reviews and survey reasons sound, in Chinese and English (K2)."""

from models.sentiment.model import SentimentModel
from models.sentiment.train import score_sentiment, train_sentiment

__all__ = ["SentimentModel", "score_sentiment", "train_sentiment"]
