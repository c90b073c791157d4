"""Whom campaigns reached, as the marketing system delivers it."""

from expectations.suite import References, Share, Suite
from expectations.wording import in_order, not_empty, unique_key

SUITE = Suite(
    table="marketing.touches",
    owner="team:marketing",
    rules=(
        not_empty("marketing.touches", "warning", "Response rates are counted from touches."),
        unique_key("touch_id"),
        Share(
            "a touch names whom it reached",
            "warning",
            "A touch without recipient can be linked to nobody.",
            column="recipient_email",
            holds="recipient_email is not null or recipient_phone is not null or customer_ref is not null",
            at_least=0.9,
        ),
        in_order("sent_at", "opened_at"),
        References(
            "the campaign of a touch is known",
            "warning",
            "Its response counts for no campaign.",
            column="campaign_id",
            target="marketing.campaigns",
            target_column="campaign_id",
            at_least=0.95,
        ),
    ),
)
