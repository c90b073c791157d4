-- L8: between which teams problems travel, and how long they then take to be closed.
with handovers as (
    select ticket_id, customer_id, from_team, to_team, occurred_at
    from {{ ref('fct_ticket_events') }}
    where from_team is not null and to_team is not null and from_team <> to_team
)

select
    handovers.from_team,
    handovers.to_team,
    count(*) as handover_count,
    count(distinct handovers.ticket_id) as ticket_count,
    count(distinct handovers.customer_id) as customer_count,
    count(distinct handovers.customer_id) < {{ var('small_group_customers') }} as is_small_group,
    count(distinct case when tickets.is_resolved then tickets.ticket_id end) as numerator,
    count(distinct handovers.ticket_id) as denominator,
    count(distinct case when tickets.is_resolved then tickets.ticket_id end) / cast(count(distinct handovers.ticket_id) as double) as closed_rate,
    avg({{ seconds_between('handovers.occurred_at', 'coalesce(tickets.resolved_at, tickets.closed_at)') }} / cast(60 as double))
        as mean_closure_minutes,
    median({{ seconds_between('handovers.occurred_at', 'coalesce(tickets.resolved_at, tickets.closed_at)') }} / cast(60 as double))
        as median_closure_minutes,
    {{ as_of_date() }} as as_of_date
from handovers
inner join {{ ref('fct_tickets') }} as tickets on handovers.ticket_id = tickets.ticket_id
group by handovers.from_team, handovers.to_team
