with kept as (
    select * from {{ ref('int_orders__matched') }}
    where is_kept
),

erp_orders as (
    select * from {{ ref('stg_erp__orders') }}
),

shop_orders as (
    select * from {{ ref('stg_ecommerce__orders') }}
),

from_erp as (
    select
        kept.kept_order_id as order_id,
        kept.source_system,
        kept.dedup_rule,
        erp_orders.shop_order_id,
        erp_orders.erp_customer_id,
        shop_orders.user_id,
        erp_orders.ordered_at,
        erp_orders.status,
        coalesce(erp_orders.sales_channel, case when erp_orders.shop_order_id is not null then 'online' end) as sales_channel,
        erp_orders.currency,
        erp_orders.total_amount,
        coalesce(erp_orders.tax_amount, shop_orders.tax_amount) as tax_amount,
        erp_orders.discount_amount,
        erp_orders.payment_method,
        erp_orders.delivery_method,
        erp_orders.delivered_at,
        erp_orders.cancelled_at,
        shop_orders.device,
        shop_orders.coupon_code
    from kept
    inner join erp_orders on kept.source_order_id = erp_orders.order_id
    left join shop_orders on erp_orders.shop_order_id = shop_orders.shop_order_id
    where kept.source_system = 'erp'
),

from_shop as (
    select
        kept.kept_order_id as order_id,
        kept.source_system,
        kept.dedup_rule,
        shop_orders.shop_order_id,
        cast(null as {{ dbt.type_string() }}) as erp_customer_id,
        shop_orders.user_id,
        shop_orders.placed_at as ordered_at,
        shop_orders.status,
        'online' as sales_channel,
        shop_orders.currency,
        shop_orders.total_amount,
        shop_orders.tax_amount,
        discounts.discount_amount,
        cast(null as {{ dbt.type_string() }}) as payment_method,
        cast(null as {{ dbt.type_string() }}) as delivery_method,
        cast(null as timestamp) as delivered_at,
        cast(null as timestamp) as cancelled_at,
        shop_orders.device,
        shop_orders.coupon_code
    from kept
    inner join shop_orders on kept.source_order_id = shop_orders.shop_order_id
    left join {{ ref('int_shop_orders__discounted') }} as discounts on shop_orders.shop_order_id = discounts.shop_order_id
    where kept.source_system = 'ecommerce'
)

select * from from_erp
union all
select * from from_shop
