select
    segment_code,
    quality_test,
    value,
    minimum_value,
    is_passed,
    as_of_date
from {{ source('scores', 'segment_quality') }}
where as_of_date <= {{ as_of_date() }}
