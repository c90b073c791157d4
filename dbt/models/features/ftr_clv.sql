with purchase_days as (
    select
        customer_id,
        ordered_on,
        sum(net_amount) as net_amount,
        row_number() over (partition by customer_id order by ordered_on) as purchase_day_number
    from {{ ref('fct_orders') }}
    where is_counted and customer_id is not null
    group by customer_id, ordered_on
),

measured as (
    select
        customer_id,
        count(*) - 1 as frequency,
        {{ days_between('min(ordered_on)', 'max(ordered_on)') }} as recency_days,
        {{ days_between('min(ordered_on)', as_of_date()) }} as age_days,
        cast(sum(case when purchase_day_number > 1 then net_amount end) as double) / nullif(count(*) - 1, 0) as mean_repeat_amount
    from purchase_days
    group by customer_id
)

select
    measured.customer_id,
    customers.customer_type,
    measured.frequency,
    measured.recency_days,
    measured.age_days,
    -- Gamma-Gamma knows positive amounts only; a customer who returned everything has no mean worth the name.
    case when measured.mean_repeat_amount > 0 then measured.mean_repeat_amount end as mean_repeat_amount
from measured
inner join {{ ref('dim_customers') }} as customers on measured.customer_id = customers.customer_id
