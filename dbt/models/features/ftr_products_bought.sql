select
    customer_id,
    sku,
    min(ordered_on) as first_ordered_on,
    count(distinct order_id) as order_count
from {{ ref('fct_order_lines') }}
where is_counted and customer_id is not null and sku is not null
group by customer_id, sku
