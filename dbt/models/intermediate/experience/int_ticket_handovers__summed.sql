-- L8: a handover passes a ticket from one team to another.
select
    ticket_id,
    count(*) as handover_count,
    min(occurred_at) as first_handed_over_at
from {{ ref('fct_ticket_events') }}
where from_team is not null and to_team is not null and from_team <> to_team
group by ticket_id
