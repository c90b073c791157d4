with scored as (
    select
        *,
        ntile(10) over (partition by as_of_date order by churn_probability desc, customer_id) as decile
    from {{ source('scores', 'churn') }}
    where as_of_date <= {{ as_of_date() }}
)

select
    customer_id,
    as_of_date,
    churn_probability,
    decile,
    case
        when churn_probability >= {{ var('high_risk_probability') }} then 'high'
        when churn_probability >= cost_optimal_cut then 'worth_saving'
        else 'low'
    end as risk_band,
    cost_optimal_cut,
    yearly_amount,
    expected_saved_value,
    tier,
    {%- for rank in [1, 2, 3] %}
    reason_{{ rank }},
    reason_{{ rank }}_direction,
    reason_{{ rank }}_value,
    reason_{{ rank }}_effect,
    {%- endfor %}
    method,
    model_version
from scored
