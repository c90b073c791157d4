"""What the segmentation writes."""

TABLES = {
    "segments": {
        "customer_id": "varchar",
        "segment_code": "varchar",
        "membership_probability": "double",
        "method": "varchar",
        "model_version": "varchar",
    },
    "segment_profiles": {
        "segment_code": "varchar",
        "feature": "varchar",
        "mean_value": "double",
        "overall_mean_value": "double",
        "standardised_difference": "double",
        "trait_position": "bigint",
        "is_high": "boolean",
    },
    "segment_quality": {
        "segment_code": "varchar",
        "quality_test": "varchar",
        "value": "double",
        "minimum_value": "double",
        "is_passed": "boolean",
    },
    "segment_choices": {
        "method": "varchar",
        "segment_count": "bigint",
        "silhouette": "double",
        "stability": "double",
        "smallest_share": "double",
        "is_chosen": "boolean",
        "model_version": "varchar",
    },
}
