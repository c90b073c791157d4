"""The customers that everything refers to."""

from expectations.suite import Share, Suite
from expectations.wording import not_empty

SUITE = Suite(
    table="marts.dim_customers",
    owner="team:data-engineering",
    rules=(
        not_empty("marts.dim_customers", "critical", "Without customers every fact belongs to nobody."),
        Share(
            "most customers are reachable",
            "warning",
            "Lists of people whom nobody can call are of no use; masked counts as known.",
            column="phone",
            holds="phone is not null or email is not null",
            at_least=0.3,
        ),
        Share(
            "not everybody is one group",
            "warning",
            "A chain of false matches ends in one customer who is everybody.",
            column="group_customer_id",
            holds="""
                case when group_customer_id is not null then
                    (select count(distinct group_customer_id) from relation) > 1
                    or (select count(*) from relation) <= 20
                end""",
        ),
    ),
)
