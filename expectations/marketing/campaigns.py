"""Campaigns as the marketing system delivers them."""

from expectations.suite import Share, Suite
from expectations.wording import in_order, not_empty, unique_key

SUITE = Suite(
    table="marketing.campaigns",
    owner="team:marketing",
    rules=(
        not_empty("marketing.campaigns", "warning", "Touches and spend are reported by campaign."),
        unique_key("campaign_id"),
        Share(
            "a campaign has a channel",
            "warning",
            "Spend and response are compared by channel.",
            column="channel",
            holds="channel is not null",
            at_least=0.9,
        ),
        in_order("starts_on", "ends_on"),
    ),
)
