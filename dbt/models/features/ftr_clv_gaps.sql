-- Silences between purchase days in periods of ten days, the last one of each customer still open: what a Markov chain over
-- "periods since the last purchase" learns its transitions from. Counted as of the day, and as of the hold-out's begin.
with days as (
    select distinct
        customers.customer_type,
        orders.customer_id,
        orders.ordered_on
    from {{ ref('fct_orders') }} as orders
    inner join {{ ref('dim_customers') }} as customers on orders.customer_id = customers.customer_id
    where orders.is_counted and orders.customer_id is not null
),

views as (
    select false as is_backtest, {{ as_of_date() }} as seen_on
    union all
    select true as is_backtest, {{ add_days(as_of_date(), -var('clv_holdout_days')) }} as seen_on
),

gaps as (
    select
        views.is_backtest,
        views.seen_on,
        days.customer_type,
        days.ordered_on,
        lead(days.ordered_on) over (partition by views.is_backtest, days.customer_id order by days.ordered_on) as next_on
    from days
    inner join views on days.ordered_on <= views.seen_on
)

select
    is_backtest,
    customer_type,
    cast(floor({{ days_between('ordered_on', 'coalesce(next_on, seen_on)') }} / 10.0) as bigint) as silent_periods,
    next_on is null as is_open,
    count(*) as gap_count
from gaps
group by is_backtest, customer_type, silent_periods, is_open
