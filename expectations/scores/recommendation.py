"""Recommended products as the model writes them."""

from expectations.suite import Share, Suite
from expectations.wording import not_empty, unique_key

SUITE = Suite(
    table="scores.recommendation",
    owner="team:data-science",
    rules=(
        not_empty("scores.recommendation", "info", "Without order lines nothing can be recommended."),
        unique_key("customer_id", "position"),
        Share(
            "a recommendation names its product and its method",
            "critical",
            "What cannot be looked up must not be offered.",
            column="sku",
            holds="sku is not null and method in ('association', 'popularity')",
        ),
        Share(
            "score is positive",
            "critical",
            "Nothing is recommended that nobody bought.",
            column="score",
            holds="coalesce(score > 0, false)",
        ),
        Share(
            "what is associated says with what",
            "critical",
            "The reason is what an account manager tells the customer.",
            column="because_of_sku",
            holds="method <> 'association' or because_of_sku is not null",
        ),
    ),
)
