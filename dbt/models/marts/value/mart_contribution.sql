-- C27: who brings what, so far and in the last 365 days. A customer whose refunds outweigh the orders brings nothing.
with customers as (
    select
        customer_id,
        as_of_date,
        currency,
        greatest(monetary_amount, 0) as spend_amount,
        greatest(amount_last_365_days, 0) as yearly_spend_amount
    from {{ ref('fct_customer_months') }}
    where as_of_date = {{ as_of_date() }} and frequency > 0
),

ranked as (
    select
        *,
        row_number() over (order by spend_amount desc, customer_id) as spend_rank,
        count(*) over () as customer_count,
        sum(spend_amount) over () as total_amount,
        sum(spend_amount) over (order by spend_amount desc, customer_id rows between unbounded preceding and current row) as cumulative_amount,
        sum(yearly_spend_amount) over () as yearly_total_amount
    from customers
),

shared as (
    select
        *,
        cast(cumulative_amount as double) / nullif(cast(total_amount as double), 0) as cumulative_share
    from ranked
)

select
    customer_id,
    as_of_date,
    currency,
    {{ money('spend_amount') }} as spend_amount,
    cast(spend_amount as double) / nullif(cast(total_amount as double), 0) as spend_share,
    spend_rank,
    cast(spend_rank as double) / customer_count as customer_share,
    cumulative_share,
    case
        when cumulative_share - cast(spend_amount as double) / nullif(cast(total_amount as double), 0) < {{ var('contribution_class_a_share') }} then 'A'
        when cumulative_share - cast(spend_amount as double) / nullif(cast(total_amount as double), 0) < {{ var('contribution_class_b_share') }} then 'B'
        else 'C'
    end as contribution_class,
    {{ money('yearly_spend_amount') }} as yearly_spend_amount,
    cast(yearly_spend_amount as double) / nullif(cast(yearly_total_amount as double), 0) as yearly_spend_share
from shared
