"""Every suite, by table."""

from functools import cache
from importlib import import_module

from expectations.suite import Suite, Volume

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
    "tickets.ticket_events",
    "tickets.survey_responses",
    "tickets.survey_distributions",
    "ecommerce.users",
    "ecommerce.orders",
    "ecommerce.order_items",
    "ecommerce.events",
    "ecommerce.reviews",
    "marketing.campaigns",
    "marketing.touches",
    "marketing.spend",
    "marketing.referrals",
    "marketing.social_days",
    "scores.churn",
    "scores.clv",
    "scores.opportunity",
    "scores.next_purchase",
    "scores.recommendation",
    "scores.segments",
    "scores.sentiment",
    "scores.purchase_drivers",
    "scores.price_sensitivity",
    "scores.actions",
    "scores.action_effects",
    "scores.kpi_trend",
    "seeds.calendar_exceptions",
    "seeds.exchange_rates",
    "seeds.industries",
    "seeds.industry_synonyms",
    "seeds.labels",
    "seeds.regions",
    "seeds.rfm_thresholds",
    "marts.dim_customers",
    "marts.fct_orders",
    "marts.mart_customers",
)


@cache
def suite_for(table: str) -> Suite:
    """The suite of a table such as "erp.orders"; a seed without a module of its own must be there, if empty.

    Raises KeyError that lists the tables that have one.
    """
    if table not in TABLES and table.startswith("seeds."):
        readable = Volume(f"{table} can be read", "critical", "What refers to it would be lost.", at_least=0)
        return Suite(table, "team:data-engineering", (readable,))
    if table not in TABLES:
        raise KeyError(f"no expectation suite for {table!r}; there is one for: {', '.join(TABLES)}")
    return import_module(f"expectations.{table}").SUITE


def all_suites() -> tuple[Suite, ...]:
    """Every suite, in the order in which the data flow."""
    return tuple(suite_for(table) for table in TABLES)
