{{ config(materialized='table') }}

with lines as (
    select * from {{ ref('fct_order_lines') }}
    where is_counted
),

sums as (
    select order_id, sum(line_amount) as all_lines_amount, count(*) as line_count
    from lines
    group by order_id
),

orders as (
    select sums.*, orders.net_amount
    from sums
    inner join {{ ref('fct_orders') }} as orders on sums.order_id = orders.order_id
)

select
    lines.order_id,
    lines.line_number,
    lines.customer_id,
    lines.ordered_on,
    lines.sku,
    lines.category,
    lines.quantity,
    lines.unit_price_amount,
    -- The lines of a shop's order carry prices before the coupon, and a refund may name no line: the order's net amount holds.
    case
        when orders.all_lines_amount > 0 then orders.net_amount * (lines.line_amount / orders.all_lines_amount)
        else orders.net_amount / orders.line_count
    end as net_amount
from lines
inner join orders on lines.order_id = orders.order_id
