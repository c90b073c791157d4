"""Price sensitivities as the model writes them."""

from expectations.suite import Share, Suite
from expectations.wording import not_empty, unique_key

SUITE = Suite(
    table="scores.price_sensitivity",
    owner="team:data-science",
    rules=(
        not_empty("scores.price_sensitivity", "info", "Without discounts that vary nothing is said about prices."),
        unique_key("customer_id"),
        Share(
            "a usual discount lies within its interval, between 0 and 1",
            "critical",
            "It is a share of a price.",
            column="usual_discount_rate",
            holds="coalesce(usual_discount_low >= 0 and usual_discount_high <= 1"
            " and usual_discount_rate between usual_discount_low and usual_discount_high, false)",
        ),
        Share(
            "the band follows from the probability",
            "critical",
            "Lists are cut by the band.",
            column="band",
            holds="coalesce(band = case when sensitivity_probability >= 0.8 then 'high'"
            " when sensitivity_probability <= 0.2 then 'low' else 'unclear' end, false)",
        ),
        Share(
            "an elasticity is given where the price varied, and only there",
            "critical",
            "A figure without any price that varied is made up.",
            column="elasticity",
            holds="coalesce((elasticity is not null) = (elasticity_status = 'estimated'), false)",
        ),
    ),
)
