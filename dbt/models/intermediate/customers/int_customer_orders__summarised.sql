with orders as (
    select * from {{ ref('fct_orders') }}
    where is_counted and customer_id is not null
),

-- Refunds that name no order lower what the customer spent, though no order's net amount.
loose_refunds as (
    select customer_id, sum(refund_amount) as refunded_amount
    from {{ ref('fct_refunds') }}
    where is_counted and order_id is null and customer_id is not null
    group by customer_id
),

orders_by_customer as (
    select
        customer_id,
        count(*) as frequency,
        sum(net_amount) as net_amount,
        min(ordered_on) as first_ordered_on,
        max(ordered_on) as last_ordered_on
    from orders
    group by customer_id
)

select
    customers.customer_id,
    orders_by_customer.first_ordered_on,
    orders_by_customer.last_ordered_on,
    {{ days_between('orders_by_customer.last_ordered_on', as_of_date()) }} as recency_days,
    coalesce(orders_by_customer.frequency, 0) as frequency,
    {{ money('coalesce(orders_by_customer.net_amount, 0) - coalesce(loose_refunds.refunded_amount, 0)') }} as monetary_amount
from {{ ref('dim_customers') }} as customers
left join orders_by_customer on customers.customer_id = orders_by_customer.customer_id
left join loose_refunds on customers.customer_id = loose_refunds.customer_id
