with known as (
    {{ latest_version(
        source('tickets', 'ticket_events'),
        key=['ticket_id', 'event_number'],
        event_time_column='occurred_at',
    ) }}
)

select
    ticket_id,
    event_number,
    kind,
    from_team,
    to_team,
    occurred_at,
    business_date as delivered_on
from known
