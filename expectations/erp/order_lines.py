"""Order lines as the ERP delivers them."""

from expectations.suite import References, Share, Suite
from expectations.wording import not_empty, unique_key

SUITE = Suite(
    table="erp.order_lines",
    owner="team:finance-systems",
    rules=(
        not_empty("erp.order_lines", "critical", "Without lines nobody knows what was bought."),
        unique_key("order_id", "line_number"),
        Share(
            "a line has a quantity above zero",
            "warning",
            "Quantities of zero in bulk mean that the column was lost.",
            column="quantity",
            holds="quantity > 0",
            at_least=0.9,
        ),
        Share(
            "a line has a price above zero",
            "warning",
            "Gifts are normal, a majority of them is not.",
            column="unit_price",
            holds="unit_price > 0",
            at_least=0.8,
        ),
        Share(
            "a discount is not above the price of its line",
            "warning",
            "A discount per unit that is taken for one of the line, or in other units, exceeds it.",
            column="discount_amount",
            holds="discount_amount <= quantity * unit_price",
            at_least=0.98,
        ),
        References(
            "the order of a line is known",
            "critical",
            "Headers and lines of different extracts do not add up to the same revenue.",
            column="order_id",
            target="erp.orders",
            target_column="order_id",
            at_least=0.9,
        ),
        References(
            "the article of a line is known",
            "warning",
            "Lines of unknown articles have no category.",
            column="sku",
            target="erp.products",
            target_column="sku",
            at_least=0.9,
        ),
    ),
)
