-- J5: days before and after an event, less their season. Days of known incidents are left out. The change from the days before to those before them shows
-- what was moving anyway.
with days as (
    select
        metric,
        metric_kind,
        period_starts_on as date_on,
        numerator,
        denominator,
        value - coalesce(season_value, 0) - coalesce(calendar_value, 0) as value
    from {{ ref('mart_kpi_trend') }}
    where dimension = 'all' and period_grain = 'day' and not is_left_out
),

windows as (
    select
        events.event_code,
        events.starts_on,
        days.metric,
        days.metric_kind,
        days.numerator,
        days.denominator,
        days.value,
        case
            when days.date_on >= events.starts_on then 'after'
            when days.date_on >= {{ add_days('events.starts_on', -var('event_window_days')) }} then 'before'
            else 'earlier'
        end as time_window
    from {{ ref('business_events') }} as events
    inner join days
        on
            days.date_on >= {{ add_days('events.starts_on', '-2 * ' ~ var('event_window_days')) }}
            and days.date_on < {{ add_days('events.starts_on', var('event_window_days')) }}
    where events.event_kind = 'change'
),

measured as (
    select
        event_code,
        starts_on,
        metric,
        metric_kind
        {%- for time_window in ['earlier', 'before', 'after'] %},
        count(case when time_window = '{{ time_window }}' then 1 end) as {{ time_window }}_day_count,
        sum(case when time_window = '{{ time_window }}' then numerator end) as {{ time_window }}_numerator,
        sum(case when time_window = '{{ time_window }}' then denominator end) as {{ time_window }}_denominator,
        avg(case when time_window = '{{ time_window }}' then value end) as {{ time_window }}_value,
        var_samp(case when time_window = '{{ time_window }}' then value end) as {{ time_window }}_variance
        {%- endfor %}
    from windows
    group by event_code, starts_on, metric, metric_kind
)

select
    event_code,
    starts_on,
    metric,
    metric_kind,
    before_day_count,
    before_numerator,
    before_denominator,
    before_value,
    after_day_count,
    after_numerator,
    after_denominator,
    after_value,
    after_value - before_value as change,
    (after_value - before_value) / nullif(sqrt(after_variance / after_day_count + before_variance / before_day_count), 0) as change_z_score,
    case when earlier_day_count > 0 then before_value - earlier_value end as earlier_change,
    {{ as_of_date() }} as as_of_date
from measured
where before_day_count > 1 and after_day_count > 1
