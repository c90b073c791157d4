"""What campaigns cost, as the marketing system delivers it."""

from expectations.suite import References, Suite
from expectations.wording import no_extremes, not_empty, unique_key, within_history

SUITE = Suite(
    table="marketing.spend",
    owner="team:marketing",
    rules=(
        not_empty("marketing.spend", "warning", "Without spend there is no acquisition cost."),
        unique_key("spend_on", "channel", "campaign_id"),
        no_extremes("amount"),
        within_history("spend_on"),
        References(
            "the campaign of an amount is known",
            "warning",
            "Its cost counts for no campaign.",
            column="campaign_id",
            target="marketing.campaigns",
            target_column="campaign_id",
            at_least=0.95,
        ),
    ),
)
