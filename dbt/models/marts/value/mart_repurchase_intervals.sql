-- C18: one interval is the days between two purchase days; it belongs to the quarter in which it ended.
with intervals as (
    select
        customer_id,
        interval_days,
        cast(extract(quarter from ordered_on) as integer) as quarter_number,
        case
            when purchase_day_count >= 10 then '10+'
            when purchase_day_count >= 6 then '6-9'
            when purchase_day_count >= 3 then '3-5'
            else '2'
        end as frequency_group
    from {{ ref('int_purchase_days__numbered') }}
    where interval_days is not null
),

measured as (
    select
        frequency_group,
        quarter_number,
        count(*) as interval_count,
        count(distinct customer_id) as customer_count,
        avg(interval_days) as mean_interval_days,
        percentile_cont(0.5) within group (order by interval_days) as median_interval_days,
        percentile_cont(0.9) within group (order by interval_days) as p90_interval_days
    from intervals
    group by grouping sets ((frequency_group), (frequency_group, quarter_number))
)

select
    frequency_group,
    quarter_number,
    interval_count,
    customer_count,
    mean_interval_days,
    median_interval_days,
    p90_interval_days,
    max(case when quarter_number is not null then mean_interval_days end) over (partition by frequency_group)
    - min(case when quarter_number is not null then mean_interval_days end) over (partition by frequency_group) as seasonal_swing_days
from measured
