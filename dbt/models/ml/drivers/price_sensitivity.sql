with scores as (
    select * from {{ source('scores', 'price_sensitivity') }}
    where as_of_date = {{ as_of_date() }}
),

customers as (
    select customer_id, customer_type, is_price_sensitive from {{ ref('mart_customers') }}
)

select
    scores.customer_id,
    customers.customer_type,
    scores.order_count,
    scores.discounted_order_count,
    scores.mean_discount_rate,
    scores.usual_discount_rate,
    scores.usual_discount_low,
    scores.usual_discount_high,
    scores.sensitivity_probability,
    scores.band,
    customers.is_price_sensitive as is_in_rule_group,
    case
        when customers.is_price_sensitive is null or scores.band = 'unclear' then 'unclear'
        when (scores.band = 'high') = customers.is_price_sensitive then 'agree'
        when scores.band = 'high' then 'model_only'
        else 'rule_only'
    end as agreement,
    scores.elasticity,
    scores.elasticity_low,
    scores.elasticity_high,
    scores.elasticity_status,
    scores.method,
    scores.model_version,
    scores.as_of_date
from scores
inner join customers on scores.customer_id = customers.customer_id
