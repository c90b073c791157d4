-- Where refunds are delivered and none names its order, what was refunded of an order is not known.
with attribution as (
    select count(*) = 0 or count(order_id) > 0 as is_known from {{ ref('int_refunds__attributed') }}
)

select
    orders.order_id,
    orders.customer_id,
    coalesce(customers.customer_key, 'unknown') as customer_key,
    orders.source_system,
    orders.dedup_rule,
    orders.shop_order_id,
    orders.sales_channel,
    orders.status,
    orders.ordered_at,
    orders.ordered_on,
    orders.delivered_at,
    orders.cancelled_at,
    orders.is_cancelled,
    not orders.is_cancelled as is_counted,
    '{{ reporting_currency() }}' as currency,
    orders.gross_amount,
    orders.tax_amount,
    orders.discount_amount,
    case
        when {{ is_available('erp', 'refunds') }} and attribution.is_known then {{ money('coalesce(refunds.refunded_amount, 0)') }}
    end as refunded_amount,
    {{ money('case when orders.is_cancelled then 0 else orders.gross_amount - coalesce(refunds.refunded_amount, 0) end') }} as net_amount,
    orders.original_currency,
    orders.original_amount,
    orders.exchange_rate,
    orders.payment_method,
    orders.delivery_method,
    orders.device,
    orders.coupon_code
from {{ ref('int_orders__converted') }} as orders
cross join attribution
left join {{ ref('int_refunds__summed') }} as refunds on orders.order_id = refunds.order_id
left join {{ ref('dim_customers_history') }} as customers
    on orders.customer_id = customers.customer_id and {{ valid_on('customers', 'orders.ordered_on') }}
