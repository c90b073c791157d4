"""Lines of shop orders as the shop delivers them."""

from expectations.suite import References, Share, Suite
from expectations.wording import not_empty, unique_key

SUITE = Suite(
    table="ecommerce.order_items",
    owner="team:e-commerce",
    rules=(
        not_empty("ecommerce.order_items", "critical", "Without lines nobody knows what was bought online."),
        unique_key("shop_order_id", "line_number"),
        Share(
            "an item has a quantity above zero",
            "warning",
            "Quantities of zero in bulk mean that the column was lost.",
            column="quantity",
            holds="quantity > 0",
            at_least=0.9,
        ),
        Share(
            "an item has a price above zero",
            "warning",
            "Gifts are normal, a majority of them is not.",
            column="unit_price",
            holds="unit_price > 0",
            at_least=0.8,
        ),
        References(
            "the order of an item is known",
            "critical",
            "Orders and items of different extracts do not add up to the same revenue.",
            column="shop_order_id",
            target="ecommerce.orders",
            target_column="shop_order_id",
            at_least=0.9,
        ),
    ),
)
