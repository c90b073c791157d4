with orders as (
    select
        cutoffs.cutoff_on,
        orders.customer_id,
        orders.order_id,
        orders.ordered_on,
        orders.ordered_at,
        orders.gross_amount,
        orders.discount_amount,
        orders.ordered_on > {{ add_days('cutoffs.cutoff_on', -var('recent_orders_window_days')) }} as is_recent
    from {{ ref('fct_orders') }} as orders
    inner join {{ ref('int_churn_cutoffs__listed') }} as cutoffs on orders.ordered_at < cutoffs.cutoff_at
    where
        orders.customer_id is not null
        -- What was cancelled later was still an order at the cut-off.
        and (orders.is_counted or orders.cancelled_at >= cutoffs.cutoff_at)
)

select
    customer_id,
    cutoff_on,
    max(ordered_at) as latest_event_at,
    {{ days_between('max(ordered_on)', 'cutoff_on') }} as recency_days,
    {{ days_between('min(ordered_on)', 'cutoff_on') }} as tenure_days,
    count(*) as frequency,
    sum(gross_amount) as gross_amount,
    sum(discount_amount) as discount_amount,
    count(case when is_recent then 1 end) as orders_last_90_days,
    sum(case when is_recent then gross_amount else 0 end) as recent_gross_amount,
    {{ days_between('min(ordered_on)', 'max(ordered_on)') }} / cast(nullif(count(*) - 1, 0) as double) as mean_gap_days
from orders
group by customer_id, cutoff_on
having max(ordered_on) > {{ add_days('cutoff_on', -var('active_window_days')) }}
