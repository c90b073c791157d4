with known as (
    {{ latest_version(
        source('ecommerce', 'reviews'),
        key=['review_id'],
        event_time_column='created_at',
    ) }}
)

select
    review_id,
    user_id,
    sku,
    rating,
    body,
    created_at,
    business_date as delivered_on
from known
