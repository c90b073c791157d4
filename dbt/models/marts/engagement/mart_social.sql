{%- set counts = ['view_count', 'like_count', 'comment_count', 'share_count', 'visit_count'] -%}
-- C25: how many follow, what they do there, and what comes of it in the own shop. Sessions carry a channel's name, or only that they are social.
with months as (
    select
        channel,
        cast(date_trunc('month', counted_on) as date) as month_starts_on,
        max(counted_on) as last_counted_on
        {%- for name in counts %},
        sum({{ name }}) as {{ name }}
        {%- endfor %}
    from {{ ref('fct_social_days') }}
    group by 1, 2
),

channels as (
    select months.*, days.follower_count
    from months
    inner join {{ ref('fct_social_days') }} as days on months.channel = days.channel and months.last_counted_on = days.counted_on
),

everything as (
    select channel, month_starts_on, follower_count, {{ counts | join(', ') }} from channels
    union all
    select 'all' as channel, month_starts_on, sum(follower_count){% for name in counts %}, sum({{ name }}){% endfor %}
    from channels
    group by month_starts_on
),

sessions as (
    select
        case when grouping(utm_source) = 0 then utm_source else 'all' end as channel,
        cast(date_trunc('month', started_on) as date) as month_starts_on,
        count(*) as session_count,
        count(case when purchase_count > 0 then 1 end) as purchase_session_count
    from {{ ref('fct_web_sessions') }}
    where utm_source = 'social' or utm_source in (select channel from {{ ref('fct_social_days') }})
    group by grouping sets ((date_trunc('month', started_on)), (date_trunc('month', started_on), utm_source))
)

select
    everything.channel,
    everything.month_starts_on,
    last_day(everything.month_starts_on) <= {{ as_of_date() }} as is_complete,
    cast(everything.follower_count as bigint) as follower_count,
    cast(everything.follower_count - lag(everything.follower_count) over by_month as bigint) as new_follower_count,
    everything.follower_count / cast(nullif(lag(everything.follower_count) over by_month, 0) as double) - 1 as follower_growth_rate,
    {%- for name in counts %}
    cast(everything.{{ name }} as bigint) as {{ name }},
    {%- endfor %}
    (coalesce(everything.like_count, 0) + coalesce(everything.comment_count, 0) + coalesce(everything.share_count, 0))
    / cast(nullif(everything.view_count, 0) as double) as engagement_rate,
    everything.visit_count / cast(nullif(everything.view_count, 0) as double) as visit_rate,
    sessions.session_count,
    sessions.purchase_session_count,
    sessions.purchase_session_count / cast(nullif(sessions.session_count, 0) as double) as conversion_rate,
    {{ as_of_date() }} as as_of_date
from everything
left join sessions on everything.channel = sessions.channel and everything.month_starts_on = sessions.month_starts_on
window by_month as (partition by everything.channel order by everything.month_starts_on)
