"""The short summary of the published file that ends a run."""

from dataclasses import dataclass
from decimal import Decimal

import duckdb
from rich.console import Console
from rich.table import Table

from dagster_project.publishing.generations import Generation
from dagster_project.settings import Settings

EXAMPLE_QUERY = (
    "select customer_id, company_name, rfm_segment, churn_probability, clv_amount "
    "from marts.mart_customers order by clv_amount desc nulls last limit 10"
)

# Refunds that name no order lower no order's net amount.
SALES = """
    select
        count(*),
        coalesce(sum(net_amount), 0)
        - (select coalesce(sum(refund_amount), 0) from marts.fct_refunds where is_counted and order_id is null)
    from marts.fct_orders
    where is_counted
"""
SEGMENTS = """
    select rfm_segment_name_en, count(*)
    from marts.mart_customers
    where rfm_segment is not null
    group by all
    order by 2 desc, 1
"""


@dataclass(frozen=True)
class Summary:
    """Headline figures of one generation; amounts in the reporting currency, `top_clv` as (customer id, amount)."""

    customers: int
    orders: int
    revenue: Decimal
    currency: str | None
    segments: list[tuple[str, int]]
    high_risk_customers: int | None
    top_clv: list[tuple[str, Decimal]]
    checks: int
    checks_passed: int


def summarise(generation: Generation) -> Summary:
    """Read the headline figures from the published file of a generation."""
    with duckdb.connect(generation.folder / "guanxi.duckdb", read_only=True) as published:

        def rows(sql: str) -> list[tuple]:
            return published.execute(sql).fetchall()

        orders, revenue = rows(SALES)[0]
        scored, risky = rows("select count(churn_probability), count_if(is_high_churn_risk) from marts.mart_customers")[
            0
        ]
        checks, passed = rows("select check_count, passed_count from meta.builds")[0]
        return Summary(
            customers=rows("select count(*) from marts.mart_customers")[0][0],
            orders=orders,
            revenue=revenue,
            currency=rows("select any_value(currency) from marts.mart_customers")[0][0],
            segments=rows(SEGMENTS),
            high_risk_customers=risky if scored else None,
            top_clv=rows("select customer_id, clv_amount from marts.mart_customers where clv_amount is not null "
                         "order by 2 desc, 1 limit 3"),
            checks=checks,
            checks_passed=passed,
        )  # fmt: skip


def print_summary(settings: Settings, generation: Generation, console: Console) -> None:
    """Show a generation's headline figures, where its file is, and one query to start with."""
    summary = summarise(generation)
    currency = summary.currency or ""
    table = Table(title=f"Guanxi as of {generation.as_of_date} (build {generation.build_id})", show_header=False)
    table.add_row("customers", f"{summary.customers:,}")
    table.add_row("orders", f"{summary.orders:,}")
    table.add_row("revenue, net of refunds", f"{summary.revenue:,.2f} {currency}")
    for name, count in summary.segments:
        table.add_row(f"  segment {name}", f"{count:,}")
    risk = "not scored" if summary.high_risk_customers is None else f"{summary.high_risk_customers:,}"
    table.add_row("customers at high churn risk", risk)
    for customer, amount in summary.top_clv:
        table.add_row(f"  top CLV {customer}", f"{amount:,.2f} {currency}")
    table.add_row("checks passed", f"{summary.checks_passed} of {summary.checks}")
    console.print(table)
    console.print(f"Published file: {settings.serving / 'guanxi.duckdb'}", soft_wrap=True, highlight=False)
    console.print("Try it:", highlight=False)
    file = settings.serving / "guanxi.duckdb"
    python = f"import duckdb; duckdb.connect('{file}', read_only=True).sql('{EXAMPLE_QUERY}').show()"
    console.print(f'  .venv/bin/python -c "{python}"', soft_wrap=True, highlight=False, markup=False)
