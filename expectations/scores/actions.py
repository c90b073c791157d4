"""Chosen actions as they are written."""

from expectations.suite import Share, Suite
from expectations.wording import not_empty, unique_key

SUITE = Suite(
    table="scores.actions",
    owner="team:data-science",
    rules=(
        not_empty("scores.actions", "info", "Nobody may be at risk, or everybody may have a task already."),
        unique_key("customer_id", "programme"),
        Share(
            "status is one of the four",
            "critical",
            "A task that is neither assigned nor left alone cannot be followed.",
            column="status",
            holds="coalesce(status in ('assigned', 'held_out', 'over_capacity', 'not_permitted'), false)",
        ),
        Share(
            "whoever is contacted or left alone has an action and a due date",
            "critical",
            "A task without an action is not done.",
            column="action_code",
            holds="status not in ('assigned', 'held_out') or (action_code is not null and due_days is not null)",
        ),
        Share(
            "only those whose effect is measured are held out",
            "critical",
            "Nobody with an open complaint may be left alone for a measurement.",
            column="status",
            holds="status <> 'held_out' or is_measured",
        ),
        Share(
            "expected_value_amount is finite where it is known",
            "critical",
            "Lists are ranked by it.",
            column="expected_value_amount",
            holds="isfinite(expected_value_amount)",
        ),
        Share(
            "most tasks are within what owners can do",
            "warning",
            "If most are not, raise the threshold or the capacity of action_policy.csv.",
            column="status",
            holds="status <> 'over_capacity'",
            at_least=0.2,
        ),
    ),
)
