-- Expected value by what budgets are cut along, and what a tenth more of each lever is worth there (G6, G8).
with scores as (
    select
        clv.*,
        coalesce(mart.rfm_segment, 'unknown') as rfm_segment,
        coalesce(customers.acquisition_channel, 'unknown') as acquisition_channel,
        coalesce(customers.membership_level, 'unknown') as membership_level,
        coalesce(customers.customer_type, 'unknown') as customer_type
    from {{ ref('clv_scores') }} as clv
    inner join {{ ref('dim_customers') }} as customers on clv.customer_id = customers.customer_id
    left join {{ ref('mart_customers') }} as mart on clv.customer_id = mart.customer_id
    where clv.as_of_date = {{ as_of_date() }}
)

{% for dimension in ['rfm_segment', 'acquisition_channel', 'membership_level', 'customer_type'] %}
select
    {{ as_of_date() }} as as_of_date,
    '{{ dimension }}' as dimension,
    {{ dimension }} as segment,
    count(*) as customer_count,
    avg(clv_amount) as mean_clv_amount,
    sum(clv_amount) as clv_amount,
    sum(clv_margin_amount) as clv_margin_amount,
    sum(clv_net_amount) as clv_net_amount,
    -- A tenth more customers like these, a tenth more per order: both are linear.
    0.1 * sum(clv_amount) as conversion_lever_amount,
    0.1 * sum(clv_amount) as order_value_lever_amount,
    sum(frequency_lever_amount) as frequency_lever_amount,
    sum(life_lever_amount) as life_lever_amount
from scores
group by {{ dimension }}
{% if not loop.last %}union all{% endif %}
{% endfor %}
