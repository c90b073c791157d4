{%- set slices = {
    'all': ['day', 'week', 'month'],
    'sales_channel': ['day', 'week', 'month'],
    'macro_region': ['day', 'week', 'month'],
    'customer_type': ['day', 'week', 'month'],
} -%}
with orders as (
    select
        orders.order_id,
        orders.customer_id,
        orders.ordered_on,
        orders.net_amount,
        coalesce(orders.sales_channel, 'unknown') as sales_channel,
        coalesce(customers.macro_region, 'unknown') as macro_region,
        coalesce(customers.customer_type, 'unknown') as customer_type,
        summary.first_ordered_on = orders.ordered_on as is_first_day,
        {{ period_columns(slices, 'orders.ordered_on') }}
    from {{ ref('fct_orders') }} as orders
    left join {{ ref('int_customers__described') }} as customers on orders.customer_id = customers.customer_id
    left join (
        select customer_id, min(ordered_on) as first_ordered_on
        from {{ ref('fct_orders') }}
        where is_counted
        group by customer_id
    ) as summary on orders.customer_id = summary.customer_id
    where orders.is_counted
)

select
    {{ slice_columns(slices, 'ordered_on') }},
    count(*) as order_count,
    sum(net_amount) as net_revenue,
    count(distinct customer_id) as active_customer_count,
    count(distinct case when is_first_day then customer_id end) as new_customer_count,
    count(case when not is_first_day then 1 end) as repeat_order_count,
    count(customer_id) as known_order_count
from orders
group by {{ slice_sets(slices, 'ordered_on') }}
