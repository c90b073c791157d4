"""What is kept about every model, whichever it is."""

TABLES = {
    "model_registry": {
        "model": "varchar",
        "model_version": "varchar",
        "decision": "varchar",
        "decision_reason": "varchar",
        "trained_as_of": "date",
        "trained_rows": "bigint",
        "training_data_sha256": "varchar",
        "code_sha256": "varchar",
        "artifact_sha256": "varchar",
        "tier": "varchar",
        "tier_reason": "varchar",
        "chosen_reason": "varchar",
        "features": "varchar",
        "windows": "varchar",
        "auc": "double",
        "average_precision": "double",
        "log_loss": "double",
        "expected_calibration_error": "double",
        "baseline_log_loss": "double",
    },
    "model_drift": {
        "model": "varchar",
        "model_version": "varchar",
        "subject": "varchar",
        "population_stability_index": "double",
        "row_count": "bigint",
    },
}
