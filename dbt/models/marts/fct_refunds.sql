select
    refunds.refund_id,
    refunds.order_id,
    refunds.customer_id,
    coalesce(customers.customer_key, 'unknown') as customer_key,
    refunds.delivered_order_id,
    refunds.line_number,
    refunds.sku,
    refunds.reason,
    refunds.quantity,
    refunds.refunded_at,
    refunds.refunded_on,
    '{{ reporting_currency() }}' as currency,
    refunds.refund_amount,
    refunds.is_counted
from {{ ref('int_refunds__attributed') }} as refunds
left join {{ ref('dim_customers_history') }} as customers
    on refunds.customer_id = customers.customer_id and {{ valid_on('customers', 'refunds.refunded_on') }}
