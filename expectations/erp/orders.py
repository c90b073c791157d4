"""Orders as the ERP delivers them."""

from expectations.suite import References, Share, Suite
from expectations.wording import in_order, no_extremes, not_empty, unique_key, within_history

SUITE = Suite(
    table="erp.orders",
    owner="team:finance-systems",
    rules=(
        not_empty("erp.orders", "critical", "Revenue, recency and every score rest on orders."),
        unique_key("order_id"),
        Share(
            "an order belongs to a customer",
            "critical",
            "Anonymous sales are normal, a majority of them means that the customer column was lost.",
            column="erp_customer_id",
            holds="erp_customer_id is not null",
            at_least=0.5,
        ),
        within_history("ordered_at"),
        in_order("ordered_at", "updated_at"),
        in_order("ordered_at", "delivered_at"),
        no_extremes("total_amount"),
        Share(
            "an order that stands costs something",
            "warning",
            "Totals of zero in bulk mean that amounts arrived in another column.",
            column="total_amount",
            holds="case when status <> 'cancelled' then total_amount > 0 end",
            at_least=0.9,
        ),
        Share(
            "most orders are not cancelled",
            "warning",
            "A wrong status map cancels everything at once.",
            column="status",
            holds="status <> 'cancelled'",
            at_least=0.5,
        ),
        References(
            "the customer of an order is known",
            "warning",
            "Orders of unknown customers are counted in revenue and in no customer's value.",
            column="erp_customer_id",
            target="erp.customers",
            target_column="erp_customer_id",
        ),
    ),
)
