"""What the recommendation model writes."""

TABLES = {
    "recommendation": {
        "customer_id": "varchar",
        "position": "bigint",
        "sku": "varchar",
        "score": "double",
        "because_of_sku": "varchar",
        "method": "varchar",
        "model_version": "varchar",
    },
    "recommendation_evaluation": {
        "measure": "varchar",
        "method": "varchar",
        "value": "double",
        "customer_count": "bigint",
        "model_version": "varchar",
    },
}
