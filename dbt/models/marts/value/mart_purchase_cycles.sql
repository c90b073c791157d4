-- C19: a customer's own rhythm once it is known from two intervals, before that the median of those whose it is.
with cycles as (
    select
        customer_id,
        max(purchase_day_number) as purchase_day_count,
        max(ordered_on) as last_ordered_on,
        avg(interval_days) as mean_interval_days,
        stddev_samp(cast(interval_days as double)) as sd_interval_days,
        max(case when purchase_day_number = purchase_day_count then interval_days end) as last_interval_days
    from {{ ref('int_purchase_days__numbered') }}
    group by customer_id
),

typical as (
    select percentile_cont(0.5) within group (order by mean_interval_days) as interval_days
    from cycles
    where purchase_day_count >= 3
),

expected as (
    select
        cycles.*,
        cycles.purchase_day_count >= 3 as is_own_cycle,
        cast(ceil(case when cycles.purchase_day_count >= 3 then cycles.mean_interval_days else typical.interval_days end) as integer) as cycle_days
    from cycles
    cross join typical
)

select
    customer_id,
    {{ as_of_date() }} as as_of_date,
    purchase_day_count,
    last_ordered_on,
    mean_interval_days,
    round(sd_interval_days, 6) as sd_interval_days,
    last_interval_days,
    is_own_cycle,
    cycle_days,
    {{ add_days('last_ordered_on', 'cycle_days') }} as expected_next_order_on,
    greatest({{ days_between('last_ordered_on', as_of_date()) }} - cycle_days, 0) as overdue_days
from expected
