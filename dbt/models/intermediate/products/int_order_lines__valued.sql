with orders as (
    select * from {{ ref('fct_orders') }}
    where is_counted
),

lines as (
    select
        *,
        sum(line_amount) over (partition by order_id) as all_lines_amount,
        count(*) over (partition by order_id) as line_count
    from {{ ref('fct_order_lines') }}
    where is_counted
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
        when lines.all_lines_amount > 0 then orders.net_amount * (lines.line_amount / lines.all_lines_amount)
        else orders.net_amount / lines.line_count
    end as net_amount
from lines
inner join orders on lines.order_id = orders.order_id
