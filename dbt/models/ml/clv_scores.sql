select
    customer_id,
    as_of_date,
    clv_amount,
    expected_purchase_count,
    expected_average_amount,
    probability_alive,
    horizon_days,
    model_version
from {{ source('scores', 'clv') }}
where as_of_date <= {{ as_of_date() }}
