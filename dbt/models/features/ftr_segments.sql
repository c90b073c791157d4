with orders as (
    select
        customer_id,
        {{ days_between('max(ordered_on)', as_of_date()) }} as recency_days,
        {{ days_between('min(ordered_on)', as_of_date()) }} as tenure_days,
        count(*) as order_count,
        cast(sum(net_amount) as double) as monetary_amount,
        cast(avg(net_amount) as double) as average_order_amount,
        count(case when discount_amount > 0 then 1 end) / cast(nullif(count(discount_amount), 0) as double) as discount_order_share,
        count(case when sales_channel = 'online' then 1 end) / cast(nullif(count(sales_channel), 0) as double) as online_share
    from {{ ref('fct_orders') }}
    where is_counted and customer_id is not null
    group by customer_id
),

categories as (
    select
        customer_id,
        count(distinct category) as category_count
    from {{ ref('fct_order_lines') }}
    where is_counted and customer_id is not null
    group by customer_id
),

complaints as (
    select
        customer_id,
        count(*) as complaint_count
    from {{ ref('fct_tickets') }}
    where kind = 'complaint' and customer_id is not null
    group by customer_id
)

select
    customers.customer_id,
    customers.marketing_consent is true or customers.owner_id is not null as is_reachable,
    orders.recency_days,
    orders.tenure_days,
    orders.order_count,
    orders.monetary_amount,
    orders.average_order_amount,
    categories.category_count,
    orders.discount_order_share,
    orders.online_share,
    case when {{ is_available('tickets', 'tickets') }} then coalesce(complaints.complaint_count, 0) end / cast(orders.order_count as double)
        as complaints_per_order
from orders
inner join {{ ref('dim_customers') }} as customers on orders.customer_id = customers.customer_id
left join categories on orders.customer_id = categories.customer_id
left join complaints on orders.customer_id = complaints.customer_id
