-- A category counts from its first order on, cancelled or not, so that the lines need not be met with every cut-off.
with first_orders as (
    select
        lines.customer_id,
        lines.category,
        min(lines.ordered_on) as first_ordered_on
    from {{ ref('fct_order_lines') }} as lines
    where lines.customer_id is not null and lines.category is not null
    group by lines.customer_id, lines.category
)

select
    first_orders.customer_id,
    cutoffs.cutoff_on,
    count(*) as category_count
from first_orders
inner join {{ ref('int_churn_cutoffs__listed') }} as cutoffs on first_orders.first_ordered_on <= cutoffs.cutoff_on
group by first_orders.customer_id, cutoffs.cutoff_on
