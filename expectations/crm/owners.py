"""Account managers as the CRM delivers them."""

from expectations.suite import Share, Suite
from expectations.wording import not_empty, unique_key

SUITE = Suite(
    table="crm.owners",
    owner="team:sales-operations",
    rules=(
        not_empty("crm.owners", "warning", "Without owners no list has an addressee."),
        unique_key("owner_id"),
        Share(
            "an owner belongs to a team",
            "info",
            "Team leads get their team's lists.",
            column="team",
            holds="team is not null",
            at_least=0.5,
        ),
    ),
)
