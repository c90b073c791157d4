with orders as (
    select
        cutoffs.cutoff_on,
        orders.customer_id,
        orders.ordered_on,
        orders.ordered_at,
        orders.gross_amount,
        orders.discount_amount,
        orders.ordered_on > {{ add_days('cutoffs.cutoff_on', -var('recent_orders_window_days')) }} as is_recent,
        orders.ordered_on > {{ add_days('cutoffs.cutoff_on', -2 * var('recent_orders_window_days')) }} as is_recent_or_before,
        row_number() over (
            partition by orders.customer_id, cutoffs.cutoff_on order by orders.ordered_at desc, orders.order_id
        ) = 1 as is_last
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
    count(case when is_recent_or_before and not is_recent then 1 end) as orders_previous_90_days,
    sum(case when is_recent then gross_amount else 0 end) as recent_gross_amount,
    max(case when is_last then gross_amount end) as last_gross_amount,
    max(case when is_last then discount_amount end) as last_discount_amount,
    max(cast(discount_amount as double) / nullif(cast(gross_amount + discount_amount as double), 0)) as largest_discount_share,
    {{ days_between('min(ordered_on)', 'max(ordered_on)') }} / cast(nullif(count(*) - 1, 0) as double) as mean_gap_days,
    -- His own mean gap, shrunk by one gap of the usual length, so that it exists after the first order already.
    ({{ days_between('min(ordered_on)', 'max(ordered_on)') }} + {{ var('usual_order_gap_days') }}) / cast(count(*) as double)
        as expected_gap_days
from orders
group by customer_id, cutoff_on
{%- if var('churn_definition') != 'contractual' %}
having max(ordered_on) > {{ add_days('cutoff_on', -var('active_window_days')) }}
{%- endif %}
