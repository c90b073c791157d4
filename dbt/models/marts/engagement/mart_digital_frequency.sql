-- C29: how often users come.
with active_days as (
    select
        cast(date_trunc('month', started_on) as date) as month_starts_on,
        user_id,
        count(distinct started_on) as active_day_count
    from {{ ref('fct_web_sessions') }}
    where user_id is not null
    group by cast(date_trunc('month', started_on) as date), user_id
),

users as (
    select
        month_starts_on,
        case
            when active_day_count >= 20 then 'daily'
            when active_day_count >= 4 then 'weekly'
            when active_day_count >= 2 then 'several_times'
            else 'once'
        end as frequency_group
    from active_days
),

grouped as (
    select month_starts_on, frequency_group, count(*) as user_count
    from users
    group by month_starts_on, frequency_group
)

select
    month_starts_on,
    frequency_group,
    user_count as numerator,
    cast(sum(user_count) over (partition by month_starts_on) as bigint) as denominator,
    user_count / cast(sum(user_count) over (partition by month_starts_on) as double) as value,
    user_count < {{ var('small_group_customers') }} as is_small_group,
    {{ as_of_date() }} as as_of_date
from grouped
