select
    as_of_date,
    method,
    is_chosen,
    subject,
    metric,
    value,
    model_version
from {{ source('scores', 'clv_evaluation') }}
where as_of_date <= {{ as_of_date() }}
