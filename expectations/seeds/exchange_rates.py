"""Exchange rates kept by hand."""

from expectations.suite import Share, Suite
from expectations.wording import not_empty

SUITE = Suite(
    table="seeds.exchange_rates",
    owner="team:data-engineering",
    rules=(
        not_empty("seeds.exchange_rates", "critical", "Without rates no foreign amount counts."),
        Share(
            "a rate is positive",
            "critical",
            "An amount times nothing is nothing.",
            column="rate_to_cny",
            holds="coalesce(rate_to_cny > 0, false)",
        ),
        Share(
            "a currency is a code of three letters",
            "critical",
            "Orders name currencies by ISO 4217.",
            column="currency",
            holds="regexp_full_match(currency, '[A-Z]{3}')",
        ),
    ),
)
