with steps as (
    select
        as_of_date,
        coalesce(lag(rfm_segment) over (partition by customer_id order by as_of_date), 'none') as from_segment,
        rfm_segment as to_segment,
        monetary_amount
    from {{ ref('fct_customer_months') }}
    where rfm_segment is not null
),

first_date as (
    select min(as_of_date) as as_of_date from {{ ref('fct_customer_months') }}
),

counted as (
    select
        steps.as_of_date,
        steps.from_segment,
        steps.to_segment,
        count(*) as customer_count,
        {{ money('sum(steps.monetary_amount)') }} as monetary_amount
    from steps
    inner join first_date on steps.as_of_date > first_date.as_of_date
    group by steps.as_of_date, steps.from_segment, steps.to_segment
)

select
    as_of_date,
    from_segment,
    to_segment,
    customer_count,
    cast(customer_count as double) / sum(customer_count) over (partition by as_of_date, from_segment) as share_of_from,
    '{{ reporting_currency() }}' as currency,
    monetary_amount
from counted
