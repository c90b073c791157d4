-- What was known of a customer clv_decay_days ago: valued by the model of today, it tells whose value has fallen since (F12).
with measured as (
    {{ purchase_histories(add_days(as_of_date(), -var('clv_decay_days'))) }}
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
    case when measured.mean_repeat_amount > 0 then measured.mean_repeat_amount end as mean_repeat_amount
from measured
inner join {{ ref('dim_customers') }} as customers on measured.customer_id = customers.customer_id
