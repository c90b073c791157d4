with measured as (
    {{ purchase_histories(as_of_date()) }}
)

select
    measured.*,
    costs.margin_share,
    costs.ticket_count_365_days,
    cast({{ var('clv_horizon_days') }} as bigint) as horizon_days,
    cast({{ var('clv_annual_discount_rate') }} as double) as annual_discount_rate,
    cast({{ var('clv_service_cost') }} as double) as service_cost
from measured
left join {{ ref('int_clv_costs__measured') }} as costs on measured.customer_id = costs.customer_id
