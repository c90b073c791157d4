-- Purchases of a day are one; the time to the one before, and what came next.
with days as (
    select
        customer_id,
        ordered_on,
        sum(net_amount) as net_amount
    from {{ ref('fct_orders') }}
    where is_counted and customer_id is not null
    group by customer_id, ordered_on
)

select
    customer_id,
    ordered_on,
    cast(net_amount as double) as net_amount,
    {{ days_between('lag(ordered_on) over customer_days', 'ordered_on') }} as gap_days,
    lead(ordered_on) over customer_days as next_ordered_on,
    cast(lead(net_amount) over customer_days as double) as next_amount
from days
window customer_days as (partition by customer_id order by ordered_on)
