{%- set slices = {
    'all': ['day', 'week', 'month'],
    'platform': ['day', 'week', 'month'],
    'utm_source': ['day', 'week', 'month'],
    'customer_type': ['day', 'week', 'month'],
} -%}
with sessions as (
    select
        sessions.started_on,
        sessions.purchase_count,
        coalesce(sessions.platform, 'unknown') as platform,
        coalesce(sessions.utm_source, 'none') as utm_source,
        coalesce(customers.customer_type, 'unknown') as customer_type,
        {{ period_columns(slices, 'sessions.started_on') }}
    from {{ ref('fct_web_sessions') }} as sessions
    left join {{ ref('int_customers__described') }} as customers on sessions.customer_id = customers.customer_id
)

select
    {{ slice_columns(slices, 'started_on') }},
    count(*) as session_count,
    count(case when purchase_count > 0 then 1 end) as purchase_session_count
from sessions
group by {{ slice_sets(slices, 'started_on') }}
