"""Opportunities: the rule score of the source documents, and beside it how likely a deal is to be won."""

from models.opportunity.duel import duel_on_deals_closed_since
from models.opportunity.model import OpportunityModel
from models.opportunity.train import score_opportunities, train_opportunity

__all__ = ["OpportunityModel", "duel_on_deals_closed_since", "score_opportunities", "train_opportunity"]
