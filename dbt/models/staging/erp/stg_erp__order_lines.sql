with known as (
    {{ latest_version(
        source('erp', 'order_lines'),
        key=['order_id', 'line_number'],
    ) }}
)

select
    order_id,
    line_number,
    sku,
    quantity,
    unit_price,
    discount_amount,
    line_amount,
    business_date as delivered_on
from known
