select
    as_of_date as happened_on,
    kind,
    from_customer_id,
    to_customer_id,
    record_count,
    records,
    link_rule,
    match_weight,
    explanation
from {{ source('identity', 'events') }}
where as_of_date <= {{ as_of_date() }}
