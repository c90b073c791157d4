"""KPIs with their expected band as the separation writes them."""

from expectations.suite import Share, Suite
from expectations.wording import not_empty, unique_key

SUITE = Suite(
    table="scores.kpi_trend",
    owner="team:data-science",
    rules=(
        not_empty("scores.kpi_trend", "warning", "Without orders and tickets there is no KPI to follow."),
        unique_key("metric", "dimension", "dimension_value", "period_grain", "period_starts_on"),
        Share(
            "the value of a KPI is finite",
            "critical",
            "A ratio without a denominator must have no row.",
            column="value",
            holds="coalesce(isfinite(cast(value as double)), false)",
        ),
        Share(
            "trend, season and calendar add up to the expected value",
            "critical",
            "A reader must be able to trust the parts of what the alarm is measured against.",
            column="expected_value",
            holds="abs(trend_value + season_value + calendar_value - expected_value)"
            " <= 0.000001 * (1 + abs(expected_value))",
        ),
        Share(
            "the expected value lies within its band",
            "critical",
            "A band that does not hold its own middle flags every day or none.",
            column="expected_low",
            holds="expected_value between expected_low - 0.5 and expected_high + 0.5",
        ),
        Share(
            "few KPIs are anomalous",
            "warning",
            "If every day is exceptional, the baseline is wrong, not the days.",
            column="z_score",
            holds="z_score between -3 and 3",
            at_least=0.9,
        ),
    ),
)
