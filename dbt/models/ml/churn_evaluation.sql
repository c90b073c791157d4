select
    as_of_date,
    evaluation,
    subject,
    cutoff_on,
    metric,
    value,
    model_version
from {{ source('scores', 'churn_evaluation') }}
where as_of_date <= {{ as_of_date() }}
