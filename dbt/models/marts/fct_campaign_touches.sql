with touches as (
    select
        touches.*,
        linked.customer_id,
        linked.link_rule,
        {{ business_date('touches.sent_at') }} as sent_on
    from {{ ref('stg_marketing__touches') }} as touches
    inner join {{ ref('int_touches__linked') }} as linked on touches.touch_id = linked.touch_id
)

select
    touches.touch_id,
    touches.campaign_id,
    campaigns.channel,
    campaigns.content_kind,
    touches.customer_id,
    coalesce(customers.customer_key, 'unknown') as customer_key,
    touches.link_rule,
    touches.sent_at,
    touches.sent_on,
    touches.opened_at,
    touches.clicked_at,
    touches.unsubscribed_at,
    touches.attended_at,
    touches.redeemed_at
from touches
left join {{ ref('stg_marketing__campaigns') }} as campaigns on touches.campaign_id = campaigns.campaign_id
left join {{ ref('dim_customers_history') }} as customers
    on touches.customer_id = customers.customer_id and {{ valid_on('customers', 'touches.sent_on') }}
