select
    lines.order_id,
    lines.line_number,
    orders.customer_id,
    orders.ordered_on,
    orders.is_counted,
    lines.sku,
    products.category,
    lines.quantity,
    orders.currency,
    {{ money('lines.unit_price * orders.exchange_rate') }} as unit_price_amount,
    {{ money('lines.discount_amount * orders.exchange_rate') }} as discount_amount,
    -- As booked where the source says it: a unit price is rounded, and a line such as a coupon slip may have no quantity.
    {{ money(
        "coalesce(lines.line_amount, lines.quantity * lines.unit_price - coalesce(lines.discount_amount, 0))"
        " * orders.exchange_rate"
    ) }} as line_amount
from {{ ref('int_order_lines__combined') }} as lines
inner join {{ ref('fct_orders') }} as orders on lines.order_id = orders.order_id
left join {{ ref('dim_products') }} as products on lines.sku = products.sku
