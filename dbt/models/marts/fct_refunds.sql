select
    refund_id,
    order_id,
    customer_id,
    delivered_order_id,
    line_number,
    sku,
    reason,
    quantity,
    refunded_at,
    refunded_on,
    '{{ reporting_currency() }}' as currency,
    refund_amount,
    is_counted
from {{ ref('int_refunds__attributed') }}
