{{ config(materialized='table') }}

-- Read by six models: found among the versions once.
with known as (
    {{ latest_version(
        source('erp', 'orders'),
        key=['order_id'],
        version_column='updated_at',
        event_time_column='ordered_at',
    ) }}
)

select
    order_id,
    erp_customer_id,
    ordered_at,
    status,
    sales_channel,
    shop_order_id,
    currency,
    discount_amount,
    total_amount,
    tax_amount,
    payment_method,
    delivery_method,
    {{ if_happened('delivered_at') }} as delivered_at,
    {{ if_happened('cancelled_at') }} as cancelled_at,
    updated_at,
    business_date as delivered_on
from known
