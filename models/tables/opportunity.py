"""What the opportunity model writes: one row per open opportunity."""

TABLES = {
    "opportunity": {
        "opportunity_id": "varchar",
        "customer_id": "varchar",
        "rule_score": "double",
        "rule_score_if_known": "double",
        "band": "varchar",
        "company_size_points": "double",
        "industry_match_points": "double",
        "budget_points": "double",
        "decision_maker_points": "double",
        "past_cooperation_points": "double",
        "unknown_dimension_count": "bigint",
        "weakest_dimension": "varchar",
        "is_weakest_known": "boolean",
        "win_probability": "double",
        "base_win_rate": "double",
        "agreement": "varchar",
        "amount": "double",
        "expected_value_amount": "double",
        "method": "varchar",
        "model_version": "varchar",
    },
}
