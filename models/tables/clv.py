"""What the lifetime value model writes."""

TABLES = {
    "clv": {
        "customer_id": "varchar",
        "clv_amount": "double",
        "expected_purchase_count": "double",
        "expected_average_amount": "double",
        "probability_alive": "double",
        "horizon_days": "bigint",
        "model_version": "varchar",
        "method": "varchar",
    },
}
