with known as (
    {{ latest_version(
        source('marketing', 'spend'),
        key=['spend_on', 'channel', 'campaign_id'],
    ) }}
)

select
    spend_on,
    channel,
    campaign_id,
    amount,
    currency,
    business_date as delivered_on
from known
