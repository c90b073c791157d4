-- F12: whose expected value has fallen, by one model on both days, so that a new model raises no alarm.
select
    customer_id,
    as_of_date,
    cast({{ add_days(as_of_date(), -var('clv_decay_days')) }} as date) as compared_with_date,
    clv_amount_before as previous_clv_amount,
    clv_amount,
    clv_amount / clv_amount_before - 1 as change_share,
    probability_alive_before as previous_probability_alive,
    probability_alive
from {{ ref('clv_scores') }}
where
    as_of_date = {{ as_of_date() }}
    and clv_amount_before > 0
    and clv_amount < (1 - {{ var('clv_decay_share') }}) * clv_amount_before
