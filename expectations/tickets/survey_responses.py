"""Survey answers as the ticket system delivers them."""

from expectations.suite import Share, Suite
from expectations.wording import holds_emails, holds_phones, in_order, not_empty, unique_key

SUITE = Suite(
    table="tickets.survey_responses",
    owner="team:service",
    rules=(
        not_empty("tickets.survey_responses", "warning", "NPS and CSAT are counted from answers."),
        unique_key("response_id"),
        holds_phones("respondent_phone"),
        holds_emails("respondent_email"),
        Share(
            "a score is within its scale",
            "critical",
            "A score beyond its scale makes NPS and CSAT wrong.",
            column="score",
            holds="score <= scale_max",
            at_least=0.99,
        ),
        Share(
            "an answer can be traced to somebody",
            "info",
            "Anonymous answers count in the score, for no customer.",
            column="respondent_email",
            holds="respondent_email is not null or respondent_phone is not null or customer_ref is not null",
            at_least=0.5,
        ),
        in_order("sent_at", "responded_at"),
    ),
)
