-- What customers pay for orders is what their lines add up to, but for what stands in headers only: freight, a late correction.
with lines as (
    select order_id, sum(line_amount) as amount
    from {{ ref('fct_order_lines') }}
    group by order_id
),

balances as (
    select
        cast(date_trunc('month', orders.ordered_on) as date) as month_starts_on,
        coalesce(orders.sales_channel, 'unknown') as sales_channel,
        sum(orders.gross_amount) as source_value,
        -- A system that keeps no lines says nothing of what they add up to.
        sum(case when lines.order_id is null then orders.gross_amount else 0 end) as explained_value,
        sum(case when lines.order_id is null then 1 else 0 end) as explained_count,
        sum(coalesce(lines.amount, 0)) as published_value
    from {{ ref('fct_orders') }} as orders
    left join lines on orders.order_id = lines.order_id
    where orders.is_counted
    group by 1, 2
)

select
    'revenue_orders_to_lines' as check_name,
    'order lines' as subject,
    month_starts_on,
    sales_channel,
    source_value,
    explained_value,
    explained_count,
    published_value,
    greatest({{ var('reconciliation_tolerance_line_rate') }} * source_value, {{ var('reconciliation_tolerance_amount') }}) as tolerance
from balances
