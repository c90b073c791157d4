-- What customers of a stage did in the month that followed: a stage is that of the month's beginning, or it would explain itself.
with steps as (
    select
        as_of_date,
        coalesce(lag(lifecycle_stage) over past_months, 'unknown') as from_stage,
        lifecycle_stage as to_stage,
        frequency - coalesce(lag(frequency) over past_months, 0) as order_count,
        monetary_amount - coalesce(lag(monetary_amount) over past_months, 0) as net_amount
    from {{ ref('fct_customer_months') }}
    window past_months as (partition by customer_id order by as_of_date)
),

counted as (
    select
        as_of_date,
        from_stage,
        to_stage,
        count(*) as customer_count,
        count(case when order_count > 0 then 1 end) as ordering_customer_count,
        cast(sum(order_count) as bigint) as order_count,
        {{ money('sum(net_amount)') }} as net_amount
    from steps
    where as_of_date > (select min(as_of_date) from {{ ref('fct_customer_months') }})
    group by as_of_date, from_stage, to_stage
)

select
    as_of_date,
    from_stage,
    to_stage,
    customer_count,
    cast(customer_count as double) / sum(customer_count) over (partition by as_of_date, from_stage) as share_of_from,
    ordering_customer_count,
    order_count,
    '{{ reporting_currency() }}' as currency,
    net_amount
from counted
