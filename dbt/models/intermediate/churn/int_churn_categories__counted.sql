-- A category counts from its first lasting purchase on; only the few cancelled lines are met with every cut-off one by one.
with lines as (
    select
        lines.customer_id,
        lines.category,
        orders.ordered_at,
        orders.is_counted,
        orders.cancelled_at
    from {{ ref('fct_order_lines') }} as lines
    inner join {{ ref('fct_orders') }} as orders on lines.order_id = orders.order_id
    where lines.customer_id is not null and lines.category is not null
),

purchases as (
    select customer_id, category, min(ordered_at) as ordered_at, cast(null as timestamp) as cancelled_at
    from lines
    where is_counted
    group by customer_id, category
    union all
    select customer_id, category, ordered_at, cancelled_at
    from lines
    where not is_counted and cancelled_at is not null
)

select
    purchases.customer_id,
    cutoffs.cutoff_on,
    count(distinct purchases.category) as category_count
from purchases
inner join {{ ref('int_churn_cutoffs__listed') }} as cutoffs on purchases.ordered_at < cutoffs.cutoff_at
where purchases.cancelled_at is null or purchases.cancelled_at >= cutoffs.cutoff_at
group by purchases.customer_id, cutoffs.cutoff_on
