"""Referrals as the marketing system delivers them."""

from expectations.suite import References, Suite
from expectations.wording import in_order, not_empty, unique_key

SUITE = Suite(
    table="marketing.referrals",
    owner="team:marketing",
    rules=(
        not_empty("marketing.referrals", "info", "Referrals are one way of acquisition among others."),
        unique_key("referral_id"),
        in_order("created_at", "converted_at"),
        References(
            "the referring account is known",
            "warning",
            "The reward goes to nobody.",
            column="referrer_account_id",
            target="crm.accounts",
            target_column="account_id",
            at_least=0.9,
        ),
    ),
)
