-- The shop's items are at full price, its coupon is the order's: what they cost beyond what was paid is what the coupon was worth.
with orders as (
    select orders.*
    from {{ ref('stg_ecommerce__orders') }} as orders
    inner join {{ ref('int_orders__matched') }} as matched
        on matched.source_system = 'ecommerce' and orders.shop_order_id = matched.source_order_id
    where matched.is_kept and orders.coupon_code is not null
),

items as (
    select shop_order_id, sum({{ money('quantity * unit_price') }}) as items_amount
    from {{ ref('stg_ecommerce__order_items') }} as items
    semi join orders on items.shop_order_id = orders.shop_order_id
    group by shop_order_id
)

select
    orders.shop_order_id,
    items.items_amount,
    {{ money('items.items_amount - orders.total_amount') }} as discount_amount
from orders
inner join items on orders.shop_order_id = items.shop_order_id
where items.items_amount > orders.total_amount
