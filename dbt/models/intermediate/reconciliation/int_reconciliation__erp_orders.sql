{{ config(materialized='table') }}

-- From the delivered rows, past identity, conversion model and fact: what differs was lost or doubled on the way.
with orders as (
    select
        *,
        {{ business_date('ordered_at') }} as ordered_on
    from {{ ref('stg_erp__orders') }}
),

shop_orders as (
    select shop_order_id, currency, total_amount, status from {{ ref('stg_ecommerce__orders') }}
),

rates as (
    select * from {{ ref('int_exchange_rates__spanned') }}
)

select
    cast(date_trunc('month', orders.ordered_on) as date) as month_starts_on,
    coalesce(orders.sales_channel, case when orders.shop_order_id is not null then 'online' end, 'unknown') as sales_channel,
    shop_orders.shop_order_id is not null as is_in_shop,
    orders.status = 'cancelled' as is_cancelled,
    coalesce(shop_orders.status = 'cancelled', false) as is_cancelled_in_shop,
    matched.dedup_rule = 'erp_repeats_shop_order' as is_repetition,
    count(*) as order_count,
    sum({{ converted('orders.total_amount', 'rates.rate') }}) as amount,
    -- A shop order is worth what the rate of the ERP's day makes of it: a day's difference is none of the systems'.
    sum({{ converted('shop_orders.total_amount', 'shop_rates.rate') }}) as shop_amount
from orders
inner join {{ ref('int_orders__matched') }} as matched
    on matched.source_system = 'erp' and orders.order_id = matched.source_order_id
left join shop_orders on orders.shop_order_id = shop_orders.shop_order_id
left join rates
    on orders.currency = rates.currency and orders.ordered_on >= rates.valid_from and orders.ordered_on < rates.valid_until
left join rates as shop_rates
    on
        shop_orders.currency = shop_rates.currency
        and orders.ordered_on >= shop_rates.valid_from
        and orders.ordered_on < shop_rates.valid_until
group by 1, 2, 3, 4, 5, 6
