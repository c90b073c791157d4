with known as (
    {{ latest_version(
        source('erp', 'refunds'),
        key=['refund_id'],
        event_time_column='refunded_at',
    ) }}
)

select
    refund_id,
    order_id,
    erp_customer_id,
    line_number,
    sku,
    amount,
    quantity,
    {{ without_personal_data('reason') }} as reason,
    refunded_at,
    business_date as delivered_on
from known
