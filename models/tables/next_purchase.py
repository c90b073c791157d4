"""What the next-purchase model writes."""

TABLES = {
    "next_purchase": {
        "customer_id": "varchar",
        "expected_on": "date",
        "earliest_on": "date",
        "latest_on": "date",
        "silence_probability": "double",
        "is_overdue": "boolean",
        "expected_amount": "double",
        "expected_category": "varchar",
        "expected_category_share": "double",
        "gap_count": "bigint",
        "method": "varchar",
        "model_version": "varchar",
    },
    "next_purchase_evaluation": {
        "measure": "varchar",
        "method": "varchar",
        "value": "double",
        "customer_count": "bigint",
        "model_version": "varchar",
    },
}
