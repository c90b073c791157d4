"""The orders that revenue is counted from."""

from expectations.suite import Share, Suite
from expectations.wording import not_empty

SUITE = Suite(
    table="marts.fct_orders",
    owner="team:data-engineering",
    rules=(
        not_empty("marts.fct_orders", "critical", "Without orders every customer is lost and revenue is nothing."),
        Share(
            "most orders are counted",
            "warning",
            "Cancelled and repeated orders are few; if they are most, a rule or a status broke.",
            column="is_counted",
            holds="is_counted",
            at_least=0.5,
        ),
        Share(
            "most orders belong to a customer",
            "warning",
            "Orders of nobody are revenue without a customer.",
            column="customer_id",
            holds="customer_id is not null",
            at_least=0.5,
        ),
        Share(
            "an order is of the time it was delivered in",
            "warning",
            "Default dates make customers look decades old.",
            column="ordered_on",
            holds="ordered_on >= (select max(ordered_on) from relation) - interval 20 year",
            at_least=0.999,
        ),
    ),
)
