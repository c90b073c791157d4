-- Working time up to the creation of a ticket and up to the end of the as-of date.
with tickets as (
    select ticket_id, {{ business_time('created_at') }} as created_time
    from {{ ref('fct_tickets') }}
)

select
    tickets.ticket_id,
    {{ working_seconds_at('tickets.created_time', 'created') }} as working_seconds_at_creation,
    today.working_seconds_before
    + case
        when today.is_working_day then ({{ var('working_day_ends_at_minute') }} - {{ var('working_day_starts_at_minute') }}) * 60
        else 0
    end as working_seconds_today
from tickets
left join {{ ref('int_working_days__accumulated') }} as created on cast(tickets.created_time as date) = created.date_on
left join {{ ref('int_working_days__accumulated') }} as today on today.date_on = {{ as_of_date() }}
