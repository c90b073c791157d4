with known as (
    {{ latest_version(
        source('ecommerce', 'order_items'),
        key=['shop_order_id', 'line_number'],
    ) }}
)

select
    shop_order_id,
    line_number,
    sku,
    quantity,
    unit_price,
    business_date as delivered_on
from known
