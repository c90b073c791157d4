select
    as_of_date,
    model,
    model_version,
    decision,
    decision_reason,
    trained_as_of,
    trained_rows,
    training_data_sha256,
    code_sha256,
    artifact_sha256,
    tier,
    tier_reason,
    chosen_reason,
    features,
    windows,
    auc,
    average_precision,
    log_loss,
    expected_calibration_error,
    baseline_log_loss
from {{ source('scores', 'model_registry') }}
where as_of_date <= {{ as_of_date() }}
