-- The first counted order after the cut-off, known by the as-of date: within the churn window it makes the label, and the
-- time to it, or to the as-of date, is what a survival model learns from.
select
    orders.customer_id,
    cutoffs.cutoff_on,
    min({{ days_between('cutoffs.cutoff_on', 'orders.ordered_on') }}) as days_to_next_order
from {{ ref('fct_orders') }} as orders
inner join {{ ref('int_churn_cutoffs__listed') }} as cutoffs on orders.ordered_at >= cutoffs.cutoff_at
where orders.is_counted and orders.customer_id is not null
group by orders.customer_id, cutoffs.cutoff_on
