with tickets as (
    select
        *,
        {{ business_date('created_at') }} as created_on
    from {{ ref('stg_tickets__tickets') }}
)

select
    tickets.ticket_id,
    linked.customer_id,
    coalesce(customers.customer_key, 'unknown') as customer_key,
    linked.link_rule,
    linked.order_id,
    tickets.sku,
    coalesce(products.product_key, 'unknown') as product_key,
    tickets.kind,
    tickets.category,
    tickets.channel,
    tickets.priority,
    tickets.team,
    tickets.agent_id,
    tickets.status,
    tickets.created_at,
    tickets.created_on,
    tickets.first_response_at,
    tickets.resolved_at,
    tickets.closed_at,
    coalesce(tickets.resolved_at, tickets.closed_at) is not null as is_resolved,
    {{ seconds_between('tickets.created_at', 'tickets.first_response_at') }} / cast(60 as double) as first_response_minutes,
    {{ seconds_between('tickets.created_at', 'coalesce(tickets.resolved_at, tickets.closed_at)') }} / cast(60 as double) as resolution_minutes,
    timed.first_response_working_seconds / cast(60 as double) as first_response_business_minutes,
    timed.resolution_working_seconds / cast(60 as double) as resolution_business_minutes,
    tickets.vendor_first_response_minutes,
    tickets.vendor_resolution_minutes,
    tickets.reopened_count,
    tickets.satisfaction_score,
    tickets.resolved_by_self_service
from tickets
inner join {{ ref('int_tickets__linked') }} as linked on tickets.ticket_id = linked.ticket_id
inner join {{ ref('int_tickets__timed') }} as timed on tickets.ticket_id = timed.ticket_id
left join {{ ref('dim_customers_history') }} as customers
    on linked.customer_id = customers.customer_id and {{ valid_on('customers', 'tickets.created_on') }}
left join {{ ref('dim_products_history') }} as products
    on tickets.sku = products.sku and {{ valid_on('products', 'tickets.created_on') }}
