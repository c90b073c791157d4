"""Opportunity scores as the model writes them."""

from expectations.suite import Share, Suite
from expectations.wording import not_empty, unique_key

SUITE = Suite(
    table="scores.opportunity",
    owner="team:data-science",
    rules=(
        not_empty("scores.opportunity", "info", "Without open opportunities there is nothing to rank."),
        unique_key("opportunity_id"),
        Share(
            "rule_score lies between 0 and 100",
            "critical",
            "The bands of H2 are cut along it.",
            column="rule_score",
            holds="coalesce(rule_score between 0 and 100.000001, false)",
        ),
        Share(
            "the points of the dimensions add up to rule_score",
            "critical",
            "A score must be explained by its parts.",
            column="rule_score",
            holds="abs(company_size_points + industry_match_points + budget_points + decision_maker_points"
            " + coalesce(past_cooperation_points, 0) - rule_score) <= 0.000001",
        ),
        Share(
            "win_probability is between 0 and 1 where it is known",
            "critical",
            "It is multiplied with the amount; without closed deals it is empty.",
            column="win_probability",
            holds="win_probability between 0 and 1",
        ),
        Share(
            "rules and model disagree on few deals",
            "warning",
            "If they mostly disagree, the weights of the rules deserve a review.",
            column="agreement",
            holds="agreement = 'agree'",
            at_least=0.8,
        ),
    ),
)
