with known as (
    {{ latest_version(
        source('marketing', 'campaigns'),
        key=['campaign_id'],
    ) }}
)

select
    campaign_id,
    name,
    channel,
    content_kind,
    starts_on,
    ends_on,
    business_date as delivered_on
from known
