{%- set slices = {
    'all': ['day', 'week', 'month'],
    'ticket_channel': ['day', 'week', 'month'],
    'team': ['day', 'week', 'month'],
    'kind': ['day', 'week', 'month'],
    'macro_region': ['day', 'week', 'month'],
    'customer_type': ['day', 'week', 'month'],
} -%}
with tickets as (
    select *, channel as ticket_channel, {{ period_columns(slices, 'created_on') }}
    from {{ ref('int_tickets__measured') }}
)

select
    {{ slice_columns(slices, 'created_on') }},
    count(*) as ticket_count,
    count(case when kind = 'complaint' then 1 end) as complaint_count,
    sum(first_response_minutes) as first_response_minutes,
    count(first_response_minutes) as first_response_count,
    count(satisfaction_score) as rated_count,
    count(case when is_satisfied then 1 end) as satisfied_count
from tickets
group by {{ slice_sets(slices, 'created_on') }}
