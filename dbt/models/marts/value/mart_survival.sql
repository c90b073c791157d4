-- Kaplan and Meier (1958): customers leave after their last order once they were silent for churn_window_days. Of the last churn_window_days nobody
-- can be known to have left, so that everybody else is censored where they begin; later they would be at risk of what cannot be seen yet. Time is
-- counted in periods of 30 days since the first order.
{%- set seen_until = add_days(as_of_date(), -var('churn_window_days')) %}
with lifetimes as (
    select
        coalesce(customers.customer_type, 'unknown') as customer_type,
        cast(floor({{ days_between('orders.first_ordered_on', 'least(orders.last_ordered_on, ' ~ seen_until ~ ')') }} / 30) as integer) as period_number,
        orders.recency_days >= {{ var('churn_window_days') }} as is_churned
    from {{ ref('int_customer_orders__summarised') }} as orders
    inner join {{ ref('dim_customers') }} as customers on orders.customer_id = customers.customer_id
    where orders.first_ordered_on <= {{ seen_until }}
),

grouped as (
    select 'all' as customer_type, period_number, is_churned from lifetimes
    union all
    select customer_type, period_number, is_churned from lifetimes
),

ended as (
    select
        customer_type,
        period_number,
        count(*) as ended_count,
        count(case when is_churned then 1 end) as churned_count
    from grouped
    group by customer_type, period_number
),

at_risk as (
    select
        *,
        cast(sum(ended_count) over (partition by customer_type order by period_number desc) as bigint) as at_risk_count
    from ended
)

select
    customer_type,
    period_number,
    period_number * 30 as days_since_first_order,
    at_risk_count,
    churned_count,
    cast(churned_count as double) / at_risk_count as hazard_rate,
    -- The product of the shares that stay. Whoever is left when all go ends the curve at zero.
    case
        when min(at_risk_count - churned_count) over so_far = 0 then 0
        else round(exp(sum(cast(ln(cast(greatest(at_risk_count - churned_count, 1) as double) / at_risk_count) as decimal(18, 12))) over so_far), 9)
    end as survival_rate
from at_risk
window so_far as (partition by customer_type order by period_number)
