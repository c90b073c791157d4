with refunds as (
    select
        *,
        {{ business_date('refunded_at') }} as refunded_on
    from {{ ref('stg_erp__refunds') }}
),

kept_orders as (
    select source_order_id, kept_order_id from {{ ref('int_orders__matched') }}
    where source_system = 'erp'
),

orders as (
    select * from {{ ref('int_orders__converted') }}
),

customers as (
    select * from {{ ref('int_customers__identified') }}
    where record_system = 'erp' and record_entity = 'customers'
)

select
    refunds.refund_id,
    orders.order_id,
    coalesce(orders.customer_id, customers.customer_id) as customer_id,
    refunds.order_id as delivered_order_id,
    refunds.line_number,
    refunds.sku,
    refunds.reason,
    refunds.quantity,
    refunds.refunded_at,
    refunds.refunded_on,
    -- A refund is worth what its order was worth; one without an order is taken to be in the reporting currency.
    {{ converted('refunds.amount', 'coalesce(orders.exchange_rate, 1)') }} as refund_amount,
    not coalesce(orders.is_cancelled, false) as is_counted
from refunds
left join kept_orders on refunds.order_id = kept_orders.source_order_id
left join orders on kept_orders.kept_order_id = orders.order_id
left join customers on refunds.erp_customer_id = customers.record_id
