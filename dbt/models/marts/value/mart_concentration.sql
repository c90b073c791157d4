-- How much hangs on how few. Gini: 0 all alike, 1 all by one. Herfindahl: the sum of squared shares.
with customers as (
    select
        contribution.customer_id,
        contribution.spend_amount,
        coalesce(dim.customer_type, 'unknown') as customer_type
    from {{ ref('mart_contribution') }} as contribution
    inner join {{ ref('dim_customers') }} as dim on contribution.customer_id = dim.customer_id
),

grouped as (
    select 'all' as customer_type, customer_id, spend_amount from customers
    union all
    select customer_type, customer_id, spend_amount from customers
),

ranked as (
    select
        customer_type,
        spend_amount,
        row_number() over (partition by customer_type order by spend_amount desc, customer_id) as spend_rank,
        count(*) over (partition by customer_type) as customer_count,
        sum(spend_amount) over (partition by customer_type) as total_amount,
        sum(spend_amount) over (
            partition by customer_type order by spend_amount desc, customer_id rows between unbounded preceding and current row
        ) as cumulative_amount
    from grouped
)

select
    customer_type,
    {{ as_of_date() }} as as_of_date,
    max(customer_count) as customer_count,
    '{{ reporting_currency() }}' as currency,
    {{ money('max(total_amount)') }} as spend_amount,
    {%- for percent in [1, 10, 20] %}
    cast(sum(case when spend_rank <= ceil(customer_count * {{ percent }} / cast(100 as double)) then spend_amount else 0 end) as double)
    / nullif(cast(max(total_amount) as double), 0) as top_{{ percent }}_percent_share,
    {%- endfor %}
    cast(count(case when cumulative_amount - spend_amount < {{ var('contribution_class_a_share') }} * total_amount then 1 end) as double)
    / max(customer_count) as customer_share_of_class_a,
    (max(customer_count) + 1 - 2 * cast(sum(spend_amount * spend_rank) as double) / nullif(cast(max(total_amount) as double), 0))
    / max(customer_count) as gini,
    cast(sum(cast(power(cast(spend_amount as double) / nullif(cast(total_amount as double), 0), 2) as decimal(18, 12))) as double) as herfindahl
from ranked
group by customer_type
