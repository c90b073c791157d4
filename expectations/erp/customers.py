"""Customers as the ERP delivers them."""

from expectations.suite import Share, Suite
from expectations.wording import holds_emails, holds_phones, not_empty, reachable, unique_key

SUITE = Suite(
    table="erp.customers",
    owner="team:finance-systems",
    rules=(
        not_empty("erp.customers", "critical", "Every order would belong to nobody."),
        unique_key("erp_customer_id"),
        reachable("a customer", at_least=0.3),
        holds_phones(),
        holds_emails(),
        Share(
            "a customer has a name",
            "info",
            "Names are the last key of identity; some sellers to consumers hold none.",
            column="name",
            holds="name is not null",
            at_least=0.5,
        ),
    ),
)
