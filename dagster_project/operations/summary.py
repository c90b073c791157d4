"""The short summary of the published file that ends a run."""

from collections.abc import Iterator
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
CUSTOMERS = """
    select count(*), any_value(currency), count(churn_probability), count_if(is_high_churn_risk)
    from marts.mart_customers
"""
SEGMENTS = """
    select rfm_segment_name_en, count(*)
    from marts.mart_customers
    where rfm_segment is not null
    group by all
    order by 2 desc, 1
"""


DELIVERIES = """
    select
        coalesce(sum(rows_quarantined), 0)::bigint,
        count_if(status = 'stopped'),
        coalesce(string_agg(distinct nullif(unknown_columns, ''), ', '), '')
    from meta.deliveries
"""
TOP_CLV = """
    select customer_id, clv_amount from marts.mart_customers where clv_amount is not null order by 2 desc, 1 limit 3
"""
CHECKS = "select count(*), count_if(passed) from meta.gate"
FAILED_CHECKS = "select severity, subject from meta.gate where not passed order by 1, 2"


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
    rows_quarantined: int
    deliveries_stopped: int
    unknown_columns: str
    checks: int
    checks_passed: int
    failed_checks: list[tuple[str, str]]


def summarise(generation: Generation) -> Summary:
    """Read the headline figures from the published file of a generation."""
    with duckdb.connect(generation.folder / "guanxi.duckdb", read_only=True) as published:

        def rows(sql: str) -> list[tuple]:
            return published.execute(sql).fetchall()

        [(orders, revenue)] = rows(SALES)
        [(customers, currency, scored, risky)] = rows(CUSTOMERS)
        [(quarantined, stopped, unknown)] = rows(DELIVERIES)
        [(checks, passed)] = rows(CHECKS)
        return Summary(
            customers=customers,
            orders=orders,
            revenue=revenue,
            currency=currency,
            segments=rows(SEGMENTS),
            high_risk_customers=risky if scored else None,
            top_clv=rows(TOP_CLV),
            rows_quarantined=quarantined,
            deliveries_stopped=stopped,
            unknown_columns=unknown,
            checks=checks,
            checks_passed=passed,
            failed_checks=rows(FAILED_CHECKS),
        )


def print_summary(settings: Settings, generation: Generation, console: Console) -> None:
    """Show a generation's headline figures, where its file is, and one query to start with."""
    console.print(f"\nGuanxi as of {generation.as_of_date}, build {generation.build_id}", style="bold", highlight=False)
    table = Table(show_header=False)
    for label, value in _lines(summarise(generation)):
        table.add_row(label, value)
    console.print(table)
    file = settings.serving / "guanxi.duckdb"
    python = f"import duckdb; duckdb.connect('{file}', read_only=True).sql('{EXAMPLE_QUERY}').show()"
    for line in (f"Published file: {file}", "Try it:", f'  .venv/bin/python -c "{python}"'):
        console.print(line, soft_wrap=True, highlight=False, markup=False)


def _lines(summary: Summary) -> Iterator[tuple[str, str]]:
    currency = summary.currency or ""
    yield "customers", f"{summary.customers:,}"
    yield "orders", f"{summary.orders:,}"
    yield "revenue, net of refunds", f"{summary.revenue:,.2f} {currency}"
    for name, count in summary.segments:
        yield f"  segment {name}", f"{count:,}"
    risky = summary.high_risk_customers
    yield "customers at high churn risk", "not scored" if risky is None else f"{risky:,}"
    for customer, amount in summary.top_clv:
        yield f"  top CLV {customer}", f"{amount:,.2f} {currency}"
    yield "rows in quarantine", f"{summary.rows_quarantined:,}"
    if summary.deliveries_stopped:
        yield "deliveries stopped", f"{summary.deliveries_stopped} (meta.deliveries says why)"
    if summary.unknown_columns:
        yield "unknown columns kept out", summary.unknown_columns
    yield "checks passed", f"{summary.checks_passed} of {summary.checks}"
    for severity, subject in summary.failed_checks:
        yield f"  {severity}", subject
