"""Articles as the ERP delivers them."""

from expectations.suite import Share, Suite
from expectations.wording import not_empty, unique_key

SUITE = Suite(
    table="erp.products",
    owner="team:finance-systems",
    rules=(
        not_empty("erp.products", "warning", "Without articles there are no categories and no margins."),
        unique_key("sku"),
        Share(
            "an article has a category",
            "info",
            "Affinities and category counts need it.",
            column="category",
            holds="category is not null",
            at_least=0.5,
        ),
        Share(
            "an article costs less than its list price",
            "warning",
            "Cost above price in bulk means swapped columns or two currencies.",
            column="unit_cost",
            holds="unit_cost <= list_price",
            at_least=0.8,
        ),
    ),
)
