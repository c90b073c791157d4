with review as (
    select * from {{ source('identity', 'review') }}
    where as_of_date <= {{ as_of_date() }}
),

latest as (
    select max(as_of_date) as as_of_date from {{ source('identity', 'crosswalk') }}
    where as_of_date <= {{ as_of_date() }}
)

select
    review.left_record,
    review.right_record,
    review.reason,
    review.match_weight,
    review.explanation
from review
inner join latest on review.as_of_date = latest.as_of_date
