"""How strongly each customer reacts to a discount, and how much he buys on discount only."""

from models.price_sensitivity.model import PriceSensitivity
from models.price_sensitivity.train import score_price_sensitivity, train_price_sensitivity

__all__ = ["PriceSensitivity", "score_price_sensitivity", "train_price_sensitivity"]
