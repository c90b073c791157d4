"""Raw files of an example against what was published from them."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from dagster_project.examples import customer_figures, raw_figures
from dagster_project.settings import Settings

RAW: dict[str, Callable[[Path], dict[str, int | Decimal]]] = {
    "complete_journey": raw_figures.complete_journey,
    "online_retail": raw_figures.online_retail,
}
PUBLISHED = {
    "orders": "select count(*) from marts.fct_orders",
    "order lines": "select count(*) from marts.fct_order_lines",
    "sales of the orders": "select sum(gross_amount) from marts.fct_orders",
    "sales of the lines": "select sum(line_amount) from marts.fct_order_lines",
    "customers who ordered": "select count(distinct customer_id) from marts.fct_orders",
    "products": "select count(*) from marts.dim_products",
    "lines without a customer": "select count(*) from marts.fct_order_lines where customer_id is null",
    "refunds": "select count(*) from marts.fct_refunds",
    "refunded": "select sum(refund_amount) from marts.fct_refunds",
}


@dataclass(frozen=True)
class Reconciliation:
    """One figure, counted in the raw files and in the published file; amounts in the example's own currency."""

    figure: str
    raw: int | Decimal
    published: int | Decimal | None


def reconcile(settings: Settings, name: str) -> list[Reconciliation]:
    """Every figure of example `name`, raw and published. The two must be equal to the last cent."""
    landing, queries = settings.landing / name, PUBLISHED | customer_figures.PUBLISHED
    with duckdb.connect(str(settings.serving / "guanxi.duckdb"), read_only=True) as serving:
        (as_of,) = serving.execute("select max(as_of_date) from meta.builds").fetchone()
        raw = RAW[name](landing) | customer_figures.RAW[name](landing, as_of)
        published = {figure: serving.execute(queries[figure]).fetchone()[0] for figure in raw}
    return [Reconciliation(figure, raw[figure], published[figure]) for figure in raw]
