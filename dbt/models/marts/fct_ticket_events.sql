select
    events.ticket_id,
    events.event_number,
    tickets.customer_id,
    coalesce(tickets.customer_key, 'unknown') as customer_key,
    events.kind,
    events.from_team,
    events.to_team,
    events.occurred_at,
    {{ business_date('events.occurred_at') }} as occurred_on
from {{ ref('stg_tickets__ticket_events') }} as events
left join {{ ref('fct_tickets') }} as tickets on events.ticket_id = tickets.ticket_id
