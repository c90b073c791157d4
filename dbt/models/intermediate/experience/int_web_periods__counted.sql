{%- set slices = {
    'all': ['day', 'week', 'month'], 'platform': ['month'], 'device': ['month'], 'utm_source': ['month'], 'customer_type': ['month'],
} -%}
with visits as (
    select
        coalesce(sessions.platform, 'unknown') as platform,
        coalesce(sessions.device, 'unknown') as device,
        coalesce(sessions.utm_source, 'none') as utm_source,
        coalesce(customers.customer_type, 'unknown') as customer_type,
        sessions.customer_id,
        sessions.user_id,
        -- A user counts once a day, whatever the number of sessions.
        case when sessions.user_id is not null then concat(sessions.user_id, '@', cast(sessions.started_on as {{ dbt.type_string() }})) end as user_day,
        sessions.started_on,
        sessions.duration_seconds,
        sessions.login_count,
        sessions.page_view_count + sessions.product_view_count as view_count,
        sessions.feature_use_count,
        sessions.purchase_count,
        {{ period_columns(slices, 'sessions.started_on') }}
    from {{ ref('fct_web_sessions') }} as sessions
    left join {{ ref('int_customers__described') }} as customers on sessions.customer_id = customers.customer_id
),

counted as (
    select
        {{ slice_columns(slices, 'started_on') }},
        count(*) as session_count,
        count(distinct user_id) as active_user_count,
        count(distinct user_day) as user_day_count,
        count(distinct customer_id) as customer_count,
        avg(cast(duration_seconds as double)) as mean_session_seconds,
        median(duration_seconds) as median_session_seconds,
        cast(sum(login_count) as bigint) as login_count,
        cast(sum(view_count) as bigint) as view_count,
        cast(sum(feature_use_count) as bigint) as feature_use_count,
        count(case when feature_use_count > 0 then 1 end) as feature_session_count,
        count(case when purchase_count > 0 then 1 end) as purchase_session_count
    from visits
    group by {{ slice_sets(slices, 'started_on') }}
),

bounded as (
    select
        counted.*,
        (select min(started_on) from visits) as first_on,
        case period_grain
            when 'day' then period_starts_on
            when 'week' then {{ add_days('period_starts_on', 6) }}
            else last_day(period_starts_on)
        end as period_ends_on
    from counted
)

select
    bounded.*,
    -- Days of the period that were tracked and are over.
    {{ days_between('greatest(period_starts_on, first_on)', 'least(period_ends_on, ' ~ as_of_date() ~ ')') }} + 1 as day_count
from bounded
