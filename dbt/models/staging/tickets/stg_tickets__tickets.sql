with known as (
    {{ latest_version(
        source('tickets', 'tickets'),
        key=['ticket_id'],
        version_column='updated_at',
        event_time_column='created_at',
    ) }}
)

select
    ticket_id,
    requester_name,
    requester_email,
    requester_phone,
    requester_company,
    order_id,
    sku,
    kind,
    category,
    channel,
    priority,
    subject,
    body,
    team,
    agent_id,
    created_at,
    {{ if_happened('first_response_at') }} as first_response_at,
    {{ if_happened('resolved_at') }} as resolved_at,
    {{ if_happened('closed_at') }} as closed_at,
    reopened_count,
    status,
    satisfaction_score,
    resolved_by_self_service,
    case when first_response_at is null or {{ if_happened('first_response_at') }} is not null then vendor_first_response_minutes end
        as vendor_first_response_minutes,
    case when resolved_at is null or {{ if_happened('resolved_at') }} is not null then vendor_resolution_minutes end as vendor_resolution_minutes,
    updated_at,
    business_date as delivered_on
from known
