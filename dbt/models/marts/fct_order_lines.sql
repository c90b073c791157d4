select
    lines.order_id,
    lines.line_number,
    orders.customer_id,
    orders.customer_key,
    orders.ordered_on,
    orders.is_counted,
    lines.sku,
    coalesce(versions.product_key, 'unknown') as product_key,
    products.category,
    lines.quantity,
    orders.currency,
    {{ converted('lines.unit_price', 'orders.exchange_rate') }} as unit_price_amount,
    {{ converted('lines.discount_amount', 'orders.exchange_rate') }} as discount_amount,
    {{ converted('lines.line_amount', 'orders.exchange_rate') }} as line_amount
from {{ ref('int_order_lines__combined') }} as lines
inner join {{ ref('fct_orders') }} as orders on lines.order_id = orders.order_id
left join {{ ref('dim_products') }} as products on lines.sku = products.sku
left join {{ ref('dim_products_history') }} as versions
    on lines.sku = versions.sku and {{ valid_on('versions', 'orders.ordered_on') }}
