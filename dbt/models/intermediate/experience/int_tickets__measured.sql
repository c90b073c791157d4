{{ config(materialized='table') }}

-- A ticket without an answer is late once its target has passed, and not judged before: nobody looks good by not answering.
with tickets as (
    select
        tickets.*,
        coalesce(targets.first_response_business_minutes, defaults.first_response_business_minutes) as response_target_minutes,
        coalesce(targets.resolution_business_minutes, defaults.resolution_business_minutes) as resolution_target_minutes,
        (opened.working_seconds_today - opened.working_seconds_at_creation) / cast(60 as double) as open_business_minutes
    from {{ ref('fct_tickets') }} as tickets
    inner join {{ ref('int_tickets__aged') }} as opened on tickets.ticket_id = opened.ticket_id
    left join {{ ref('sla_targets') }} as targets on lower(tickets.priority) = targets.priority
    left join {{ ref('sla_targets') }} as defaults on defaults.priority = 'other'
)

select
    tickets.ticket_id,
    tickets.customer_id,
    tickets.created_on,
    tickets.kind,
    case when tickets.kind = 'complaint' then coalesce(tickets.category, 'unknown') else 'no complaint' end as complaint_type,
    coalesce(tickets.category, 'unknown') as category,
    coalesce(tickets.channel, 'unknown') as channel,
    coalesce(tickets.priority, 'unknown') as priority,
    coalesce(tickets.team, 'unknown') as team,
    coalesce(products.category, 'unknown') as product_category,
    coalesce(customers.customer_type, 'unknown') as customer_type,
    coalesce(customers.macro_region, 'unknown') as macro_region,
    coalesce(customers.value_tier, 'unknown') as value_tier,
    tickets.is_resolved,
    tickets.first_response_minutes,
    tickets.first_response_business_minutes,
    tickets.vendor_first_response_minutes,
    tickets.resolution_minutes,
    tickets.resolution_business_minutes,
    tickets.vendor_resolution_minutes,
    case
        when coalesce(tickets.first_response_business_minutes, tickets.open_business_minutes) > tickets.response_target_minutes then false
        when tickets.first_response_business_minutes is not null then true
    end as has_met_response_target,
    case
        when coalesce(tickets.resolution_business_minutes, tickets.open_business_minutes) > tickets.resolution_target_minutes then false
        when tickets.resolution_business_minutes is not null then true
    end as has_met_resolution_target,
    coalesce(tickets.reopened_count, 0) > 0 as is_reopened,
    tickets.satisfaction_score,
    tickets.satisfaction_score >= {{ var('csat_min_score') }} as is_satisfied,
    tickets.satisfaction_score <= scales.dissatisfied_to as is_dissatisfied,
    tickets.channel = 'ivr' as is_ivr,
    tickets.channel = 'ivr' and coalesce(tickets.resolved_by_self_service, false) as is_solved_by_ivr,
    -- Not known without the log of events.
    case when {{ is_available('tickets', 'ticket_events') }} then coalesce(handovers.handover_count, 0) end as handover_count,
    -- A ticket handed over after it was resolved says nothing of how long that took.
    case
        when handovers.first_handed_over_at <= coalesce(tickets.resolved_at, tickets.closed_at)
            then {{ seconds_between('handovers.first_handed_over_at', 'coalesce(tickets.resolved_at, tickets.closed_at)') }}
                / cast(60 as double)
    end as closure_after_handover_minutes
from tickets
left join {{ ref('dim_products') }} as products on tickets.sku = products.sku
left join {{ ref('int_customers__described') }} as customers on tickets.customer_id = customers.customer_id
left join {{ ref('int_ticket_handovers__summed') }} as handovers on tickets.ticket_id = handovers.ticket_id
left join {{ ref('likert_scales') }} as scales on scales.scale_max = 5
