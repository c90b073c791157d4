"""What the regression of purchases on outside variables writes."""

TABLES = {
    "purchase_drivers": {
        "dimension": "varchar",
        "dimension_value": "varchar",
        "outcome": "varchar",
        "variable": "varchar",
        "coefficient": "double",
        "standard_error": "double",
        "interval_low": "double",
        "interval_high": "double",
        "p_value": "double",
        "adjusted_p_value": "double",
        "standardised_effect": "double",
        "effect_rate": "double",
        "direction": "varchar",
        "variance_inflation": "double",
        "is_collinear": "boolean",
        "row_count": "bigint",
        "explained_share": "double",
        "model_version": "varchar",
    },
}
