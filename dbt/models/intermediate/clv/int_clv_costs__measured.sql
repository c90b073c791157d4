-- What a customer's goods cost, as a share of what he paid for them, and how often he needed service in the last year.
with goods as (
    select
        lines.customer_id,
        sum(lines.line_amount) as line_amount,
        sum(lines.quantity * products.unit_cost) as cost_amount
    from {{ ref('fct_order_lines') }} as lines
    inner join {{ ref('dim_products') }} as products on lines.sku = products.sku
    where lines.is_counted and lines.customer_id is not null and products.unit_cost is not null
    group by lines.customer_id
),

tickets as (
    select
        customer_id,
        count(*) as ticket_count
    from {{ ref('fct_tickets') }}
    where customer_id is not null and created_on > {{ add_days(as_of_date(), -365) }}
    group by customer_id
)

select
    customers.customer_id,
    1 - cast(goods.cost_amount as double) / nullif(cast(goods.line_amount as double), 0) as margin_share,
    {{ if_known('tickets.ticket_count', is_available('tickets', 'tickets')) }}_365_days
from {{ ref('dim_customers') }} as customers
left join goods on customers.customer_id = goods.customer_id
left join tickets on customers.customer_id = tickets.customer_id
