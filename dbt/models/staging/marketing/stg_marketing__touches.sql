with known as (
    {{ latest_version(
        source('marketing', 'touches'),
        key=['touch_id'],
        event_time_column='sent_at',
    ) }}
)

select
    touch_id,
    campaign_id,
    recipient_email,
    recipient_phone,
    customer_ref,
    sent_at,
    opened_at,
    clicked_at,
    unsubscribed_at,
    attended_at,
    redeemed_at,
    business_date as delivered_on
from known
