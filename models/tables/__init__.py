"""Columns and DuckDB types of every table that a model writes. Imports no model, so that reading it costs nothing.

One module per model with its `TABLES`: name of the table (`scores.<name>` for dbt) -> column -> type.
"""

from models.tables import actions, churn, clv, opportunity

MODEL_TABLES = {
    "churn": churn.TABLES,
    "clv": clv.TABLES,
    "opportunity": opportunity.TABLES,
    "actions": actions.TABLES,
}
SCORE_TYPES = {table: columns for tables in MODEL_TABLES.values() for table, columns in tables.items()}
