"""Orders as the shop delivers them."""

from expectations.suite import References, Share, Suite
from expectations.wording import in_order, no_extremes, not_empty, unique_key, within_history

SUITE = Suite(
    table="ecommerce.orders",
    owner="team:e-commerce",
    rules=(
        not_empty("ecommerce.orders", "critical", "Online sales would be missing from every customer."),
        unique_key("shop_order_id"),
        Share(
            "an order belongs to a user",
            "warning",
            "Guests are normal, a majority of them means that the user column was lost.",
            column="user_id",
            holds="user_id is not null",
            at_least=0.5,
        ),
        within_history("placed_at"),
        in_order("placed_at", "updated_at"),
        no_extremes("total_amount"),
        Share(
            "an order that stands costs something",
            "warning",
            "Totals of zero in bulk mean that amounts arrived in another column.",
            column="total_amount",
            holds="case when status <> 'cancelled' then total_amount > 0 end",
            at_least=0.9,
        ),
        References(
            "the user of an order is known",
            "warning",
            "Orders of unknown users reach no customer.",
            column="user_id",
            target="ecommerce.users",
            target_column="user_id",
        ),
    ),
)
