select
    customer_id,
    as_of_date,
    segment_code,
    membership_probability,
    method,
    model_version
from {{ source('scores', 'segments') }}
where as_of_date <= {{ as_of_date() }}
