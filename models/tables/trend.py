"""What the separation of KPIs writes."""

TABLES = {
    "kpi_trend": {
        "metric": "varchar",
        "metric_kind": "varchar",
        "dimension": "varchar",
        "dimension_value": "varchar",
        "period_grain": "varchar",
        "period_starts_on": "date",
        "period_ends_on": "date",
        "numerator": "double",
        "denominator": "double",
        "value": "double",
        "trend_value": "double",
        "season_value": "double",
        "calendar_value": "double",
        "expected_value": "double",
        "expected_low": "double",
        "expected_high": "double",
        "z_score": "double",
        "is_left_out": "boolean",
    },
}
