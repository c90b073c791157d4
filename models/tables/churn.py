"""What the churn model writes."""

TABLES = {
    "churn": {
        "customer_id": "varchar",
        "churn_probability": "double",
        "model_version": "varchar",
        "method": "varchar",
    },
}
