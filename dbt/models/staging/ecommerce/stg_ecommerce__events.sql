with known as (
    {{ latest_version(
        source('ecommerce', 'events'),
        key=['event_id'],
        event_time_column='occurred_at',
    ) }}
)

select
    event_id,
    user_id,
    session_id,
    kind,
    page,
    sku,
    feature,
    device,
    platform,
    utm_source,
    occurred_at,
    business_date as delivered_on
from known
