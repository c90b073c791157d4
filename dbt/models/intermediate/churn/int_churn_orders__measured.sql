{{ config(materialized='table') }}

-- Numbered once: the highest number before a cut-off is the last order there.
with numbered as (
    select
        order_id,
        customer_id,
        ordered_on,
        ordered_at,
        cancelled_at,
        is_counted,
        gross_amount,
        discount_amount,
        row_number() over (partition by customer_id order by ordered_at, order_id desc) as order_number
    from {{ ref('fct_orders') }}
    where customer_id is not null
),

known as (
    select
        cutoffs.cutoff_on,
        numbered.*,
        numbered.ordered_on > {{ add_days('cutoffs.cutoff_on', -var('recent_orders_window_days')) }} as is_recent,
        numbered.ordered_on > {{ add_days('cutoffs.cutoff_on', -2 * var('recent_orders_window_days')) }} as is_recent_or_before
    from numbered
    inner join {{ ref('int_churn_cutoffs__listed') }} as cutoffs on numbered.ordered_at < cutoffs.cutoff_at
    -- What was cancelled later was still an order at the cut-off.
    where numbered.is_counted or numbered.cancelled_at >= cutoffs.cutoff_at
),

measured as (
    select
        customer_id,
        cutoff_on,
        max(order_number) as last_order_number,
        max(ordered_at) as latest_event_at,
        {{ days_between('max(ordered_on)', 'cutoff_on') }} as recency_days,
        {{ days_between('min(ordered_on)', 'cutoff_on') }} as tenure_days,
        count(*) as frequency,
        sum(gross_amount) as gross_amount,
        sum(discount_amount) as discount_amount,
        count(case when is_recent then 1 end) as orders_last_90_days,
        count(case when is_recent_or_before and not is_recent then 1 end) as orders_previous_90_days,
        sum(case when is_recent then gross_amount else 0 end) as recent_gross_amount,
        max(cast(discount_amount as double) / nullif(cast(gross_amount + discount_amount as double), 0)) as largest_discount_share,
        {{ days_between('min(ordered_on)', 'max(ordered_on)') }} / cast(nullif(count(*) - 1, 0) as double) as mean_gap_days,
        -- His own mean gap, shrunk by one gap of the usual length, so that it exists after the first order already.
        ({{ days_between('min(ordered_on)', 'max(ordered_on)') }} + {{ var('usual_order_gap_days') }}) / cast(count(*) as double)
            as expected_gap_days
    from known
    group by customer_id, cutoff_on
    {%- if var('churn_definition') != 'contractual' %}
    having max(ordered_on) > {{ add_days('cutoff_on', -var('active_window_days')) }}
    {%- endif %}
)

select
    measured.*,
    last_orders.gross_amount as last_gross_amount,
    last_orders.discount_amount as last_discount_amount
from measured
inner join numbered as last_orders
    on measured.customer_id = last_orders.customer_id and measured.last_order_number = last_orders.order_number
