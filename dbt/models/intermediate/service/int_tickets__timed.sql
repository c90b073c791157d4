with tickets as (
    select
        ticket_id,
        {{ business_time('created_at') }} as created_time,
        {{ business_time('first_response_at') }} as responded_time,
        {{ business_time('coalesce(resolved_at, closed_at)') }} as resolved_time
    from {{ ref('stg_tickets__tickets') }}
),

days as (
    select * from {{ ref('int_working_days__accumulated') }}
)

select
    tickets.ticket_id,
    {{ working_seconds_at('tickets.responded_time', 'responded') }}
    - ({{ working_seconds_at('tickets.created_time', 'created') }}) as first_response_working_seconds,
    {{ working_seconds_at('tickets.resolved_time', 'resolved') }}
    - ({{ working_seconds_at('tickets.created_time', 'created') }}) as resolution_working_seconds
from tickets
left join days as created on cast(tickets.created_time as date) = created.date_on
left join days as responded on cast(tickets.responded_time as date) = responded.date_on
left join days as resolved on cast(tickets.resolved_time as date) = resolved.date_on
