"""What the price sensitivity model writes: one row per customer with an order whose discount is known."""

TABLES = {
    "price_sensitivity": {
        "customer_id": "varchar",
        "order_count": "bigint",
        "discounted_order_count": "bigint",
        "mean_discount_rate": "double",
        "usual_discount_rate": "double",
        "usual_discount_low": "double",
        "usual_discount_high": "double",
        "sensitivity_probability": "double",
        "band": "varchar",
        "elasticity": "double",
        "elasticity_low": "double",
        "elasticity_high": "double",
        "elasticity_status": "varchar",
        "method": "varchar",
        "model_version": "varchar",
    },
}
