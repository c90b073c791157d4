"""Customer lifetime value: purchases by BG/NBD, amounts by Gamma-Gamma."""

from models.clv.beta_geo import BetaGeoModel
from models.clv.gamma_gamma import GammaGammaModel
from models.clv.lifetime_value import CustomerLifetimeValue
from models.clv.train import train_clv

__all__ = ["BetaGeoModel", "CustomerLifetimeValue", "GammaGammaModel", "train_clv"]
