"""The customer table that BI tools read."""

from expectations.suite import Share, Suite
from expectations.wording import not_empty

SUITE = Suite(
    table="marts.mart_customers",
    owner="team:data-engineering",
    rules=(
        not_empty("marts.mart_customers", "critical", "An empty customer table looks like the loss of all customers."),
        Share(
            "a customer who ordered has a segment",
            "warning",
            "Lists by segment leave out who has none.",
            column="rfm_segment",
            holds="case when frequency > 0 then rfm_segment is not null end",
            at_least=0.99,
        ),
        Share(
            "no customer is most of the spend of many",
            "warning",
            "One merged or mistyped customer outweighs all the others.",
            column="cumulative_spend_amount",
            holds="""
                cumulative_spend_amount * 2 <= (select sum(cumulative_spend_amount) from relation)
                or (select count(*) from relation) <= 20""",
        ),
    ),
)
