"""Writes docs/metrics.md out of the metric registry: `python -m dagster_project.metrics.reference`."""

from pathlib import Path

from .registry import Measure, Metric, load_registry

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "metrics.md"
ARROWS = {"up": "higher is better", "down": "lower is better", "neutral": "neither way"}

INTRODUCTION = """\
# Metrics

Generated from `dbt/models/metrics/*.yml` by `python -m dagster_project.metrics.reference`; do not edit.

Each metric is defined once, there, as a dbt semantic model and metric. From it come this page,
`metrics.metric_dictionary` (logic and data source of every metric) and `metrics.metric_values`: one row per metric,
period and value of a dimension, with numerator, denominator, value and the number of customers it rests on. A ratio of
any coarser group is the sum of its numerators over the sum of its denominators. What was not delivered has no row.

- Periods: days (without dimensions), weeks from Monday, months. The running period is as far as the as-of date.
- Dimensions: `all`, those of the fact, and the customer's `customer_type` and `macro_region`; a missing value is
  `unknown`.
- Metrics of `fct_customer_months` are stocks: what was true at the end of the month, by what was known then.
- In the formulas, `{{ var('...') }}` is a var of `dbt/dbt_project.yml`.

MetricFlow answers ad-hoc questions from the same definitions, by any of the dimensions. With the extra `semantic`
installed and no run under way:

    cd dbt
    export GUANXI_HOME=../data
    ../.venv/bin/dbt parse
    ../.venv/bin/mf query --metrics average_order_value,churn_rate --group-by metric_time__month
    ../.venv/bin/mf list dimensions --metrics net_revenue
    ../.venv/bin/mf query --metrics net_revenue --group-by metric_time__month,order__sales_channel \\
        --start-time 2025-10-01 --end-time 2025-12-31 --order metric_time__month

A dimension goes by the name of its entity there: `sales_channel` of an order is `order__sales_channel`, `customer_type`
is `customer__customer_type`; an unknown value is empty. Rows without `--order` come in any order.
"""


def reference_page(registry: dict[str, Metric]) -> str:
    """The page as Markdown text: an overview, then one section per fact."""
    rows = "".join(
        f"| [{m.name}](#{m.name}) | {m.name_en} | {m.name_zh} | {', '.join(m.requirements)} |\n"
        for m in registry.values()
    )
    parts = [INTRODUCTION, f"\n| metric | English | 中文 | requirement |\n|---|---|---|---|\n{rows}"]
    parts.extend(_section(metric) for metric in registry.values())
    return "".join(parts)


def _section(metric: Metric) -> str:
    sources = ", ".join(dict.fromkeys(f"`marts.{m.model}` by `{m.time_column}`" for m in metric.measures))
    dimensions = ", ".join(name.removeprefix("customer__") for name in metric.breakdowns) or "none"
    return (
        f"\n## {metric.name}\n\n{metric.name_en} · {metric.name_zh}. {metric.definition}\n\n"
        + "".join(
            _part(part, measure) for part, measure in zip(("Numerator", "Denominator"), metric.measures, strict=False)
        )
        + f"- Unit: {metric.unit}, {ARROWS[metric.direction]}. Owner: {metric.owner}. "
        f"Requirement: {', '.join(metric.requirements)}.\n"
        f"- Source: {sources}. Periods: {', '.join(metric.grains)}. Dimensions: {dimensions}.\n"
    )


def _part(part: str, measure: Measure) -> str:
    return f"- {part}: {measure.description}, `{measure.aggregate}({measure.expression})`.\n"


if __name__ == "__main__":
    REFERENCE.write_text(reference_page(load_registry()), encoding="utf-8")
    print(f"wrote {REFERENCE}")
