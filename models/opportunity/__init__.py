"""Opportunities: the rule score of the source documents, and beside it how likely a deal is to be won."""

from models.opportunity.model import OpportunityModel
from models.opportunity.train import score_opportunities, train_opportunity

__all__ = ["OpportunityModel", "score_opportunities", "train_opportunity"]
