select
    customer_id,
    as_of_date,
    churn_probability,
    model_version
from {{ source('scores', 'churn') }}
where as_of_date <= {{ as_of_date() }}
