{{ config(materialized='table') }}

with erp_orders as (
    select order_id, shop_order_id, ordered_at, status
    from {{ ref('stg_erp__orders') }}
),

shop_orders as (
    select shop_order_id from {{ ref('stg_ecommerce__orders') }}
),

-- Synchronised twice, a shop order has two ERP numbers: a live one before a cancelled one, then the first stays.
erp_orders_of_shop as (
    select
        order_id,
        shop_order_id,
        first_value(order_id) over (
            partition by shop_order_id
            order by case when status = 'cancelled' then 1 else 0 end, ordered_at, order_id
        ) as kept_order_id
    from erp_orders
    where shop_order_id is not null
),

decided as (
    select 'erp' as source_system, order_id as source_order_id, order_id as kept_order_id, 'erp_only' as dedup_rule
    from erp_orders
    where shop_order_id is null
    union all
    select
        'erp' as source_system,
        of_shop.order_id as source_order_id,
        of_shop.kept_order_id,
        case
            when of_shop.order_id <> of_shop.kept_order_id then 'erp_repeats_shop_order'
            when shop_orders.shop_order_id is null then 'erp_only'
            else 'erp_and_shop'
        end as dedup_rule
    from erp_orders_of_shop as of_shop
    left join shop_orders on of_shop.shop_order_id = shop_orders.shop_order_id
    union all
    select
        'ecommerce' as source_system,
        shop_orders.shop_order_id as source_order_id,
        coalesce(of_shop.order_id, concat('shop-', shop_orders.shop_order_id)) as kept_order_id,
        case when of_shop.order_id is null then 'shop_only' else 'shop_order_in_erp' end as dedup_rule
    from shop_orders
    left join erp_orders_of_shop as of_shop
        on shop_orders.shop_order_id = of_shop.shop_order_id and of_shop.order_id = of_shop.kept_order_id
)

select
    *,
    dedup_rule not in ('erp_repeats_shop_order', 'shop_order_in_erp') as is_kept
from decided
