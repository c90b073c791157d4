"""Expected next purchases as the model writes them."""

from expectations.suite import Share, Suite, Varies
from expectations.wording import not_empty, unique_key

SUITE = Suite(
    table="scores.next_purchase",
    owner="team:data-science",
    rules=(
        not_empty("scores.next_purchase", "info", "Without repeat purchases there is no rhythm to go by."),
        unique_key("customer_id"),
        Share(
            "the expected day lies within its interval",
            "critical",
            "An interval that does not hold its own middle misleads whoever plans by it.",
            column="expected_on",
            holds="expected_on >= earliest_on and (latest_on is null or expected_on <= latest_on)",
        ),
        Share(
            "expected_amount is known, finite and not negative",
            "critical",
            "Bundles and offers are sized by it.",
            column="expected_amount",
            holds="coalesce(isfinite(expected_amount) and expected_amount >= 0, false)",
        ),
        Share(
            "few customers are overdue",
            "warning",
            "If nearly everybody is late, deliveries of orders are missing.",
            column="is_overdue",
            holds="not is_overdue",
            at_least=0.1,
        ),
        Varies(
            "expected_amount differs between customers",
            "warning",
            "One amount for all says nothing of anybody.",
            column="expected_amount",
        ),
    ),
)
