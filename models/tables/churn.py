"""What the churn model writes."""

REASON_COLUMNS = {
    f"reason_{rank}{part}": kind
    for rank in (1, 2, 3)
    for part, kind in {"": "varchar", "_direction": "varchar", "_value": "double", "_effect": "double"}.items()
}
TABLES = {
    "churn": {
        "customer_id": "varchar",
        "churn_probability": "double",
        "cost_optimal_cut": "double",
        "yearly_amount": "double",
        "expected_saved_value": "double",
        "tier": "varchar",
        **REASON_COLUMNS,
        "model_version": "varchar",
        "method": "varchar",
    },
    "churn_evaluation": {
        "evaluation": "varchar",
        "subject": "varchar",
        "cutoff_on": "date",
        "metric": "varchar",
        "value": "double",
        "model_version": "varchar",
    },
}
