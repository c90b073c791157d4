{{ config(materialized='table') }}

-- Read by six models: found among the versions once.
with known as (
    {{ latest_version(
        source('ecommerce', 'orders'),
        key=['shop_order_id'],
        version_column='updated_at',
        event_time_column='placed_at',
    ) }}
)

select
    shop_order_id,
    user_id,
    placed_at,
    status,
    total_amount,
    tax_amount,
    currency,
    coupon_code,
    device,
    updated_at,
    business_date as delivered_on
from known
