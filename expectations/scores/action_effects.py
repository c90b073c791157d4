"""Measured effects of the actions as they are written."""

from expectations.suite import Share, Suite
from expectations.wording import not_empty, unique_key

SUITE = Suite(
    table="scores.action_effects",
    owner="team:data-science",
    rules=(
        not_empty("scores.action_effects", "info", "Nothing can be measured before the first window has closed."),
        unique_key("programme", "action_code", "window_days"),
        Share(
            "lift lies within its interval",
            "critical",
            "An interval that does not hold its own middle is miscalculated.",
            column="lift",
            holds="lift between lift_low and lift_high",
        ),
        Share(
            "rates lie between 0 and 1",
            "critical",
            "They are shares of customers.",
            column="treated_buyer_rate",
            holds="coalesce(treated_buyer_rate, 0) between 0 and 1"
            " and coalesce(held_out_buyer_rate, 0) between 0 and 1",
        ),
        Share(
            "no action is shown to do harm",
            "warning",
            "An action after which fewer customers buy must be looked at, and stopped.",
            column="verdict",
            holds="verdict <> 'harms'",
        ),
    ),
)
