"""Sales opportunities as the CRM delivers them."""

from expectations.suite import References, Share, Suite
from expectations.wording import in_order, no_extremes, not_empty, unique_key, within_history

SUITE = Suite(
    table="crm.opportunities",
    owner="team:sales-operations",
    rules=(
        not_empty(
            "crm.opportunities", "warning", "A business without a pipeline has none; otherwise a file is missing."
        ),
        unique_key("opportunity_id"),
        within_history("created_at"),
        in_order("created_at", "closed_at"),
        no_extremes("amount"),
        Share(
            "an opportunity has an amount",
            "warning",
            "The pipeline is weighed by amount.",
            column="amount",
            holds="amount is not null",
            at_least=0.5,
        ),
        Share(
            "a closed opportunity says whether it was won",
            "warning",
            "Win rates count only what says so; a silent share biases them.",
            column="is_won",
            holds="case when closed_at is not null then is_won is not null end",
            at_least=0.9,
        ),
        References(
            "the account of an opportunity is known",
            "warning",
            "An opportunity of an unknown account belongs to no customer.",
            column="account_id",
            target="crm.accounts",
            target_column="account_id",
        ),
    ),
)
