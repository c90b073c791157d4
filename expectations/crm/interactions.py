"""Visits, calls and mails as the CRM delivers them."""

from expectations.suite import References, Share, Suite
from expectations.wording import not_empty, unique_key, within_history

SUITE = Suite(
    table="crm.interactions",
    owner="team:sales-operations",
    rules=(
        not_empty("crm.interactions", "warning", "Without them every customer looks neglected."),
        unique_key("interaction_id"),
        within_history("occurred_at"),
        Share(
            "an interaction has a kind other than other",
            "info",
            "Where everything is other, channels and visits cannot be told apart.",
            column="kind",
            holds="kind <> 'other'",
            at_least=0.5,
        ),
        References(
            "the account of an interaction is known",
            "warning",
            "An interaction with an unknown account is lost to the customer's timeline.",
            column="account_id",
            target="crm.accounts",
            target_column="account_id",
        ),
    ),
)
