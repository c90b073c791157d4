with purchase_days as (
    select
        customer_id,
        ordered_on,
        count(*) as order_count,
        sum(net_amount) as net_amount
    from {{ ref('fct_orders') }}
    where is_counted and customer_id is not null
    group by customer_id, ordered_on
)

select
    *,
    row_number() over past_days as purchase_day_number,
    sum(order_count) over past_days as orders_so_far,
    {{ days_between('lag(ordered_on) over past_days', 'ordered_on') }} as interval_days,
    min(ordered_on) over (partition by customer_id) as first_ordered_on,
    count(*) over (partition by customer_id) as purchase_day_count
from purchase_days
window past_days as (partition by customer_id order by ordered_on)
