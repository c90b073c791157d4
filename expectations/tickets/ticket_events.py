"""The life of tickets as the ticket system delivers it."""

from expectations.suite import References, Suite
from expectations.wording import not_empty, unique_key, within_history

SUITE = Suite(
    table="tickets.ticket_events",
    owner="team:service",
    rules=(
        not_empty("tickets.ticket_events", "warning", "Transfers and escalations are counted from events."),
        unique_key("ticket_id", "event_number"),
        within_history("occurred_at"),
        References(
            "the ticket of an event is known",
            "warning",
            "Its event counts for no ticket.",
            column="ticket_id",
            target="tickets.tickets",
            target_column="ticket_id",
            at_least=0.95,
        ),
    ),
)
