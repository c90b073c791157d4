"""Surveys that were sent, as the ticket system delivers them."""

from expectations.suite import Share, Suite
from expectations.wording import not_empty, unique_key, within_history

SUITE = Suite(
    table="tickets.survey_distributions",
    owner="team:service",
    rules=(
        not_empty("tickets.survey_distributions", "warning", "Without what was sent there is no response rate."),
        unique_key("distribution_id"),
        within_history("sent_on"),
        Share(
            "no more begin than were asked",
            "warning",
            "Response and completion rates beyond 1 make no sense.",
            column="started_count",
            holds="started_count <= sent_count",
            at_least=0.99,
        ),
    ),
)
