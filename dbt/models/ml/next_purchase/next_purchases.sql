select
    customer_id,
    as_of_date,
    expected_on,
    earliest_on,
    latest_on,
    silence_probability,
    is_overdue,
    '{{ reporting_currency() }}' as currency,
    {{ money('expected_amount') }} as expected_amount,
    expected_category,
    expected_category_share,
    gap_count,
    method,
    model_version
from {{ source('scores', 'next_purchase') }}
where as_of_date <= {{ as_of_date() }}
