"""Refunds as the ERP delivers them."""

from expectations.suite import References, Share, Suite
from expectations.wording import no_extremes, not_empty, unique_key, within_history

SUITE = Suite(
    table="erp.refunds",
    owner="team:finance-systems",
    rules=(
        not_empty("erp.refunds", "info", "A young shop may have none; for others net revenue is then gross revenue."),
        unique_key("refund_id"),
        within_history("refunded_at"),
        no_extremes("amount"),
        Share(
            "a refund is above zero",
            "warning",
            "Refunds of zero in bulk mean that amounts arrived in another column.",
            column="amount",
            holds="amount > 0",
            at_least=0.9,
        ),
        Share(
            "a refund names an order or a customer",
            "warning",
            "Otherwise it lowers revenue but nobody's value.",
            holds="order_id is not null or erp_customer_id is not null",
            at_least=0.7,
        ),
        References(
            "the order of a refund is known",
            "warning",
            "A refund of an unknown order cannot be dated by its order.",
            column="order_id",
            target="erp.orders",
            target_column="order_id",
            at_least=0.9,
        ),
    ),
)
