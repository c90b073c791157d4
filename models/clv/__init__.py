"""Customer lifetime value: purchases by BG/NBD or Pareto/NBD, amounts by Gamma-Gamma, simpler methods beside them."""

from models.clv.beta_geo import BetaGeoModel
from models.clv.duel import duel_on_holdout
from models.clv.gamma_gamma import GammaGammaModel
from models.clv.lifetime_value import CustomerLifetimeValue
from models.clv.pareto_nbd import ParetoNbdModel
from models.clv.train import evaluation_table, train_clv

__all__ = [
    "BetaGeoModel",
    "CustomerLifetimeValue",
    "GammaGammaModel",
    "ParetoNbdModel",
    "duel_on_holdout",
    "evaluation_table",
    "train_clv",
]
