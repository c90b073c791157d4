{{ config(materialized='table') }}

with orders as (
    select
        *,
        {{ business_date('ordered_at') }} as ordered_on
    from {{ ref('int_orders__deduplicated') }}
),

customers as (
    select * from {{ ref('int_customers__identified') }}
),

rates as (
    select * from {{ ref('int_exchange_rates__spanned') }}
)

select
    orders.order_id,
    -- The ERP is the system of record; the shop's user answers only where the ERP does not know the buyer.
    coalesce(erp_customers.customer_id, shop_users.customer_id) as customer_id,
    orders.source_system,
    orders.dedup_rule,
    orders.shop_order_id,
    orders.sales_channel,
    orders.status,
    orders.ordered_at,
    orders.ordered_on,
    orders.delivered_at,
    orders.cancelled_at,
    orders.status = 'cancelled' as is_cancelled,
    {{ converted('orders.total_amount', 'rates.rate') }} as gross_amount,
    {{ converted('orders.tax_amount', 'rates.rate') }} as tax_amount,
    {{ converted('orders.discount_amount', 'rates.rate') }} as discount_amount,
    orders.currency as original_currency,
    orders.total_amount as original_amount,
    rates.rate as exchange_rate,
    orders.payment_method,
    orders.delivery_method,
    orders.device,
    orders.coupon_code
from orders
left join customers as erp_customers
    on
        erp_customers.record_system = 'erp'
        and erp_customers.record_entity = 'customers'
        and orders.erp_customer_id = erp_customers.record_id
left join customers as shop_users
    on
        shop_users.record_system = 'ecommerce'
        and shop_users.record_entity = 'users'
        and orders.user_id = shop_users.record_id
left join rates
    on
        orders.currency = rates.currency
        and orders.ordered_on >= rates.valid_from
        and orders.ordered_on < rates.valid_until
