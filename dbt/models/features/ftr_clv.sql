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
    -- Gamma-Gamma knows positive amounts only; a customer who returned everything has no mean worth the name.
    case when measured.mean_repeat_amount > 0 then measured.mean_repeat_amount end as mean_repeat_amount,
    costs.margin_share,
    costs.ticket_count_365_days
from measured
inner join {{ ref('dim_customers') }} as customers on measured.customer_id = customers.customer_id
left join {{ ref('int_clv_costs__measured') }} as costs on measured.customer_id = costs.customer_id
