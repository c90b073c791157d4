with tickets as (
    select
        ticket_id,
        order_id,
        {{ normalised_email('requester_email') }} as requester_email,
        {{ digits_of('requester_phone') }} as requester_digits
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

keys as (
    select * from {{ ref('int_customer_keys__identified') }}
),

linked as (
    select
        tickets.ticket_id,
        order_numbers.order_id,
        order_numbers.customer_id as customer_of_order,
        by_email.customer_id as customer_of_email,
        by_phone.customer_id as customer_of_phone
    from tickets
    left join order_numbers on tickets.order_id = order_numbers.source_order_id
    left join keys as by_email on by_email.key_kind = 'email' and tickets.requester_email = by_email.key_value
    left join keys as by_phone
        on by_phone.key_kind = 'phone' and {{ normalised_phone('tickets.requester_digits') }} = by_phone.key_value
)

select
    ticket_id,
    order_id,
    coalesce(customer_of_order, customer_of_email, customer_of_phone) as customer_id,
    case
        when customer_of_order is not null then 'order'
        when customer_of_email is not null then 'email'
        when customer_of_phone is not null then 'phone'
    end as link_rule
from linked
