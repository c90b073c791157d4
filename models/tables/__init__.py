"""Columns and DuckDB types of every table that a model writes. Imports no model, so that reading it costs nothing.

One module per model with its `TABLES`: name of the table (`scores.<name>` for dbt) -> column -> type.
"""

from models.tables import (
    actions,
    churn,
    clv,
    drivers,
    governance,
    next_purchase,
    opportunity,
    price_sensitivity,
    recommendation,
    segments,
    sentiment,
    trend,
)

MODEL_TABLES = {
    "churn": churn.TABLES,
    "clv": clv.TABLES,
    "opportunity": opportunity.TABLES,
    "next_purchase": next_purchase.TABLES,
    "recommendation": recommendation.TABLES,
    "segments": segments.TABLES,
    "sentiment": sentiment.TABLES,
    "purchase_drivers": drivers.TABLES,
    "price_sensitivity": price_sensitivity.TABLES,
}
SCORE_TYPES = {
    table: columns
    for tables in (*MODEL_TABLES.values(), actions.TABLES, governance.TABLES, trend.TABLES)
    for table, columns in tables.items()
}
