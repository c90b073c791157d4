"""Every suite, by table."""

from functools import cache
from importlib import import_module

from expectations.suite import Suite

TABLES = (
    "crm.accounts",
    "crm.contacts",
    "crm.interactions",
    "crm.opportunities",
    "crm.owners",
    "erp.customers",
    "erp.products",
    "erp.orders",
    "erp.order_lines",
    "erp.refunds",
    "tickets.tickets",
    "ecommerce.users",
    "ecommerce.orders",
    "ecommerce.order_items",
    "scores.churn",
    "scores.clv",
    "scores.opportunity",
    "scores.next_purchase",
    "scores.recommendation",
    "scores.segments",
    "scores.sentiment",
    "scores.actions",
    "scores.action_effects",
    "scores.kpi_trend",
)


@cache
def suite_for(table: str) -> Suite:
    """The suite of a table such as "erp.orders". Raises KeyError that lists the tables that have one."""
    if table not in TABLES:
        raise KeyError(f"no expectation suite for {table!r}; there is one for: {', '.join(TABLES)}")
    return import_module(f"expectations.{table}").SUITE


def all_suites() -> tuple[Suite, ...]:
    """Every suite, in the order in which the data flow."""
    return tuple(suite_for(table) for table in TABLES)
