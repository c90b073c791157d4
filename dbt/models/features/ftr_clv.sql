with measured as (
    {{ purchase_histories(as_of_date()) }}
)

select
    measured.customer_id,
    customers.customer_type,
    measured.frequency,
    measured.recency_days,
    measured.age_days,
    measured.total_amount,
    measured.recent_days,
    measured.recent_amount,
    -- Gamma-Gamma knows positive amounts only; a customer who returned everything has no mean worth the name.
    case when measured.mean_repeat_amount > 0 then measured.mean_repeat_amount end as mean_repeat_amount,
    costs.margin_share,
    costs.ticket_count_365_days,
    cast({{ var('clv_horizon_days') }} as bigint) as horizon_days,
    cast({{ var('clv_annual_discount_rate') }} as double) as annual_discount_rate,
    cast({{ var('clv_service_cost') }} as double) as service_cost
from measured
inner join {{ ref('dim_customers') }} as customers on measured.customer_id = customers.customer_id
left join {{ ref('int_clv_costs__measured') }} as costs on measured.customer_id = costs.customer_id
