with scored as (
    select * from {{ source('scores', 'clv') }}
    where as_of_date <= {{ as_of_date() }}
)

select
    customer_id,
    as_of_date,
    clv_amount,
    clv_low_amount,
    clv_high_amount,
    clv_margin_amount,
    clv_net_amount,
    historic_amount,
    discounted_amount,
    markov_amount,
    bg_nbd_amount,
    pareto_nbd_amount,
    machine_amount,
    frequency_lever_amount,
    life_lever_amount,
    expected_purchase_count,
    expected_average_amount,
    probability_alive,
    clv_amount_before,
    probability_alive_before,
    horizon_days,
    chosen_method,
    choice_reason,
    method,
    model_version
from scored
