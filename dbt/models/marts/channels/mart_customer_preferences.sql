with orders as (
    select * from {{ ref('fct_orders') }}
    where is_counted and customer_id is not null
),

chosen as (
    {%- for kind in ['sales_channel', 'payment_method', 'delivery_method', 'device'] %}
    select
        customer_id,
        '{{ kind }}' as preference_kind,
        {{ kind }} as preference_value,
        count(*) as order_count,
        sum(net_amount) as net_amount,
        max(ordered_on) as last_ordered_on
    from orders
    where {{ kind }} is not null
    group by customer_id, {{ kind }}
    union all
    {%- endfor %}
    select
        lines.customer_id,
        'price_band' as preference_kind,
        products.price_band as preference_value,
        count(distinct lines.order_id) as order_count,
        sum(lines.net_amount) as net_amount,
        max(lines.ordered_on) as last_ordered_on
    from {{ ref('int_order_lines__valued') }} as lines
    inner join {{ ref('int_products__banded') }} as products on lines.sku = products.sku
    where lines.customer_id is not null and products.price_band is not null
    group by lines.customer_id, products.price_band
)

select
    customer_id,
    preference_kind,
    preference_value,
    order_count,
    '{{ reporting_currency() }}' as currency,
    {{ money('net_amount') }} as net_amount,
    cast(net_amount / nullif(sum(net_amount) over of_customer, 0) as double) as net_share_rate,
    cast(order_count / sum(order_count) over of_customer as double) as order_share_rate,
    row_number() over (
        partition by customer_id, preference_kind
        order by order_count desc, last_ordered_on desc, net_amount desc, preference_value
    ) = 1 as is_preferred,
    {{ as_of_date() }} as as_of_date
from chosen
window of_customer as (partition by customer_id, preference_kind)
