"""Social channels, as the marketing system delivers them."""

from expectations.suite import Suite
from expectations.wording import not_empty, unique_key, within_history

SUITE = Suite(
    table="marketing.social_days",
    owner="team:marketing",
    rules=(
        not_empty("marketing.social_days", "warning", "Followers and engagement are counted from these days."),
        unique_key("counted_on", "channel"),
        within_history("counted_on"),
    ),
)
