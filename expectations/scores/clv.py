"""Lifetime values as the model writes them."""

from expectations.suite import Share, Suite, Varies
from expectations.wording import not_empty, unique_key

SUITE = Suite(
    table="scores.clv",
    owner="team:data-science",
    rules=(
        not_empty("scores.clv", "warning", "The model gives no value before anybody has bought twice."),
        unique_key("customer_id"),
        Share(
            "a score names its customer and its model version",
            "critical",
            "What cannot be joined or traced must not be published.",
            holds="customer_id is not null and model_version is not null",
        ),
        Share(
            "clv_amount is known, finite and not negative",
            "critical",
            "Budgets and tiers are cut along it.",
            column="clv_amount",
            holds="coalesce(isfinite(cast(clv_amount as double)) and clv_amount >= 0, false)",
        ),
        Share(
            "expected_purchase_count is known, finite and not negative",
            "critical",
            "It is a factor of the value; a wrong one hides behind a plausible product.",
            column="expected_purchase_count",
            holds="coalesce(isfinite(cast(expected_purchase_count as double)) and expected_purchase_count >= 0, false)",
        ),
        Share(
            "probability_alive is between 0 and 1 where it is known",
            "critical",
            "Shrunken means know no drop-out and leave it empty; any other value is a probability.",
            column="probability_alive",
            holds="probability_alive between 0 and 1",
        ),
        Varies(
            "clv_amount differs between customers",
            "warning",
            "One value for all ranks nobody.",
            column="clv_amount",
        ),
        Share(
            "no customer of many is worth more than all the others together",
            "warning",
            "One runaway amount takes the whole budget.",
            column="clv_amount",
            holds="case when (select count(*) from relation) > 20 "
            "then clv_amount <= 0.5 * (select sum(clv_amount) from relation) end",
        ),
    ),
)
