"""The regression of purchases on outside variables as it is written."""

from expectations.suite import Share, Suite
from expectations.wording import not_empty, unique_key

SUITE = Suite(
    table="scores.purchase_drivers",
    owner="team:data-science",
    rules=(
        not_empty("scores.purchase_drivers", "info", "Half a year of orders is needed before anything can be told."),
        unique_key("dimension", "dimension_value", "outcome", "variable"),
        Share(
            "a coefficient lies within its interval",
            "critical",
            "An interval that does not hold its own middle is miscalculated.",
            column="coefficient",
            holds="coalesce(coefficient between interval_low and interval_high, false)",
        ),
        Share(
            "an effect is called shown by its adjusted p-value only",
            "critical",
            "What is not shown must not be acted on.",
            column="direction",
            holds="coalesce((direction <> 'none_shown') = (adjusted_p_value < 0.05)"
            " and adjusted_p_value >= p_value, false)",
        ),
        Share(
            "an effect is of a credible size",
            "warning",
            "Purchases ten times as high by one unit are a fault of the data, such as a variable in another unit.",
            column="effect_rate",
            holds="direction = 'none_shown' or effect_rate between -0.95 and 10",
        ),
    ),
)
