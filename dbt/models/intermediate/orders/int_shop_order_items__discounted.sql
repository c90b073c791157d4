-- Each item bears its share of the coupon. Shares are cut from the running sum, so that they add up to the coupon to the cent.
with items as (
    select
        items.shop_order_id,
        items.line_number,
        orders.items_amount,
        orders.discount_amount,
        {{ money('items.quantity * items.unit_price') }} as full_amount,
        sum({{ money('items.quantity * items.unit_price') }}) over (
            partition by items.shop_order_id order by items.line_number rows between unbounded preceding and current row
        ) as running_amount
    from {{ ref('stg_ecommerce__order_items') }} as items
    inner join {{ ref('int_shop_orders__discounted') }} as orders on items.shop_order_id = orders.shop_order_id
)

select
    shop_order_id,
    line_number,
    {{ money('round(discount_amount * (running_amount / items_amount), 2)') }}
    - {{ money('round(discount_amount * ((running_amount - full_amount) / items_amount), 2)') }} as discount_amount
from items
