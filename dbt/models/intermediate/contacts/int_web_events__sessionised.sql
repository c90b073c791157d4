{{ config(materialized='table') }}

with events as (
    select
        event_id,
        user_id,
        kind,
        device,
        platform,
        utm_source,
        occurred_at,
        -- Who is not logged in is known by the source's own session only.
        coalesce(user_id, concat('session-', session_id)) as visitor_id
    from {{ ref('stg_ecommerce__events') }}
),

starts as (
    select
        *,
        coalesce(
            {{ seconds_between('lag(occurred_at) over by_time', 'occurred_at') }} > {{ var('session_gap_minutes') }} * 60,
            true
        ) as is_start
    from events
    window by_time as (partition by visitor_id order by occurred_at, event_id)
)

select
    *,
    sum(case when is_start then 1 else 0 end) over (
        partition by visitor_id
        order by occurred_at, event_id
        rows between unbounded preceding and current row
    ) as session_number
from starts
