select
    opportunity_id,
    as_of_date,
    customer_id,
    rule_score,
    rule_score_if_known,
    band,
    company_size_points,
    industry_match_points,
    budget_points,
    decision_maker_points,
    past_cooperation_points,
    unknown_dimension_count,
    weakest_dimension,
    is_weakest_known,
    win_probability,
    base_win_rate,
    agreement,
    amount,
    expected_value_amount,
    method,
    model_version
from {{ source('scores', 'opportunity') }}
where as_of_date <= {{ as_of_date() }}
