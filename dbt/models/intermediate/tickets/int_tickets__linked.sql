with tickets as (
    select ticket_id, order_id
    from {{ ref('stg_tickets__tickets') }}
),

-- A ticket names the order by its ERP or its shop number, of the kept order or of a repetition.
order_numbers as (
    select
        matched.source_order_id,
        min(matched.kept_order_id) as order_id,
        min(orders.customer_id) as customer_id
    from {{ ref('int_orders__matched') }} as matched
    inner join {{ ref('int_orders__converted') }} as orders on matched.kept_order_id = orders.order_id
    semi join tickets on matched.source_order_id = tickets.order_id
    group by matched.source_order_id
    having min(matched.kept_order_id) = max(matched.kept_order_id)
),

requesters as (
    select record_id as ticket_id, customer_id, link_rule
    from {{ ref('int_customers__identified') }}
    where record_system = 'tickets' and record_entity = 'tickets'
)

select
    tickets.ticket_id,
    order_numbers.order_id,
    coalesce(order_numbers.customer_id, requesters.customer_id) as customer_id,
    case when order_numbers.customer_id is not null then 'order' else requesters.link_rule end as link_rule
from tickets
left join order_numbers on tickets.order_id = order_numbers.source_order_id
left join requesters on tickets.ticket_id = requesters.ticket_id
