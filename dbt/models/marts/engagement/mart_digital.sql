with periods as (
    select * from {{ ref('int_web_periods__counted') }}
),

activities as (
    select
        month_starts_on,
        count(*) as activity_count
    from (
        select cast(date_trunc('month', {{ business_date('attended_at') }}) as date) as month_starts_on
        from {{ ref('fct_campaign_touches') }}
        where attended_at is not null
    ) as attended
    group by month_starts_on
)

select
    periods.dimension,
    periods.dimension_value,
    periods.period_grain,
    periods.period_starts_on,
    periods.period_ends_on <= {{ as_of_date() }} and periods.period_starts_on >= periods.first_on as is_complete,
    periods.day_count,
    periods.session_count,
    periods.active_user_count,
    periods.customer_count,
    periods.customer_count < {{ var('small_group_customers') }} as is_small_group,
    periods.user_day_count / cast(periods.day_count as double) as mean_daily_active_user_count,
    periods.user_day_count as numerator,
    periods.active_user_count * periods.day_count as denominator,
    periods.user_day_count / cast(nullif(periods.active_user_count * periods.day_count, 0) as double) as stickiness_rate,
    periods.session_count / cast(nullif(periods.active_user_count, 0) as double) as sessions_per_user,
    periods.mean_session_seconds,
    periods.median_session_seconds,
    periods.login_count,
    periods.view_count,
    periods.feature_use_count,
    periods.feature_session_count,
    periods.feature_session_count / cast(periods.session_count as double) as feature_session_rate,
    periods.purchase_session_count,
    periods.purchase_session_count / cast(periods.session_count as double) as purchase_session_rate,
    activities.activity_count,
    activities.activity_count / cast(nullif(periods.login_count, 0) as double) as online_interaction_rate,
    {{ as_of_date() }} as as_of_date
from periods
left join activities
    on
        periods.dimension = 'all'
        and periods.period_grain = 'month'
        and periods.period_starts_on = activities.month_starts_on
