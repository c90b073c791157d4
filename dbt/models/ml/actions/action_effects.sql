select
    programme,
    action_code,
    window_days,
    as_of_date,
    treated_count,
    held_out_count,
    contacted_rate,
    treated_buyer_rate,
    held_out_buyer_rate,
    lift,
    lift_low,
    lift_high,
    detectable_lift,
    '{{ reporting_currency() }}' as currency,
    {{ money('treated_mean_amount') }} as treated_mean_amount,
    {{ money('held_out_mean_amount') }} as held_out_mean_amount,
    {{ money('amount_effect') }} as amount_effect,
    {{ money('amount_effect_low') }} as amount_effect_low,
    {{ money('amount_effect_high') }} as amount_effect_high,
    verdict
from {{ source('scores', 'action_effects') }}
where as_of_date <= {{ as_of_date() }}
