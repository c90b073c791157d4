-- A ticket as it stood at the cut-off: what was answered, solved or rated later was not yet.
with tickets as (
    select
        cutoffs.cutoff_on,
        tickets.customer_id,
        tickets.kind,
        tickets.created_at,
        tickets.created_on > {{ add_days('cutoffs.cutoff_on', -var('recent_complaints_window_days')) }} as is_recent,
        case when tickets.first_response_at < cutoffs.cutoff_at then tickets.first_response_at end as responded_at,
        case
            when tickets.first_response_at < cutoffs.cutoff_at
                then {{ seconds_between('tickets.created_at', 'tickets.first_response_at') }}
        end as response_seconds,
        case
            when coalesce(tickets.resolved_at, tickets.closed_at) < cutoffs.cutoff_at
                then coalesce(tickets.resolved_at, tickets.closed_at)
        end as resolved_at,
        tickets.satisfaction_score,
        orders.latest_event_at as last_ordered_at
    from {{ ref('fct_tickets') }} as tickets
    inner join {{ ref('int_churn_cutoffs__listed') }} as cutoffs on tickets.created_at < cutoffs.cutoff_at
    left join {{ ref('int_churn_orders__measured') }} as orders
        on tickets.customer_id = orders.customer_id and cutoffs.cutoff_on = orders.cutoff_on
    where tickets.customer_id is not null
)

select
    customer_id,
    cutoff_on,
    max(greatest(created_at, coalesce(responded_at, created_at), coalesce(resolved_at, created_at))) as latest_event_at,
    count(case when kind = 'complaint' and is_recent then 1 end) as complaint_count_180_days,
    count(case when kind = 'complaint' and resolved_at is null then 1 end) as unresolved_complaint_count,
    -- Unsolved, or solved to the customer's displeasure, and nothing bought since.
    count(
        case
            when kind = 'complaint' and created_at > last_ordered_at and (resolved_at is null or satisfaction_score <= 2) then 1
        end
    ) as bad_complaint_count_since_order,
    count(*) as ticket_count,
    avg(response_seconds) / 3600 as mean_response_hours,
    avg(case when resolved_at is not null then satisfaction_score end) as mean_satisfaction_score
from tickets
group by customer_id, cutoff_on
