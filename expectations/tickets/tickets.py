"""Tickets as the service desk delivers them."""

from expectations.suite import References, Share, Suite
from expectations.wording import holds_emails, holds_phones, in_order, not_empty, unique_key, within_history

SUITE = Suite(
    table="tickets.tickets",
    owner="team:service",
    rules=(
        not_empty("tickets.tickets", "warning", "Without tickets nobody seems to complain."),
        unique_key("ticket_id"),
        holds_phones("requester_phone"),
        holds_emails("requester_email"),
        within_history("created_at"),
        in_order("created_at", "first_response_at"),
        in_order("created_at", "resolved_at"),
        Share(
            "a ticket can be traced to a customer",
            "warning",
            "By e-mail, phone or order; what cannot be traced is missing from complaints per customer.",
            holds="requester_email is not null or requester_phone is not null or order_id is not null",
            at_least=0.5,
        ),
        Share(
            "a resolved ticket was answered before",
            "info",
            "Response times rest on the first answer; a desk that does not record it reports none.",
            column="first_response_at",
            holds="case when resolved_at is not null then first_response_at is not null end",
            at_least=0.5,
        ),
        References(
            "the order of a ticket is known",
            "info",
            "Agents mistype order numbers; in bulk, another numbering is in use.",
            column="order_id",
            target="erp.orders",
            target_column="order_id",
            at_least=0.8,
        ),
    ),
)
