-- A band knows nothing of what is possible: it ends where the metric does.
{%- set bounds = {'nps': (-100, 100), 'csat': (0, 1), 'session_conversion_rate': (0, 1), 'repeat_order_share': (0, 1)} %}
with bounded as (
    select
        *
        {%- for column in ['expected_value', 'expected_low', 'expected_high'] %},
        case
            when {{ column }} is null then null
            {%- for metric, (low, high) in bounds.items() %}
            when metric = '{{ metric }}' then greatest({{ low }}, least({{ high }}, {{ column }}))
            {%- endfor %}
            else greatest(0, {{ column }})
        end as possible_{{ column }}
        {%- endfor %}
    from {{ source('scores', 'kpi_trend') }}
    where as_of_date = {{ as_of_date() }}
)

select
    metric,
    metric_kind,
    dimension,
    dimension_value,
    period_grain,
    period_starts_on,
    period_ends_on,
    numerator,
    denominator,
    value,
    trend_value,
    season_value,
    calendar_value,
    value - possible_expected_value as remainder_value,
    possible_expected_value as expected_value,
    possible_expected_low as expected_low,
    possible_expected_high as expected_high,
    z_score,
    case when z_score is not null then value < possible_expected_low or value > possible_expected_high end as is_anomaly,
    is_left_out,
    as_of_date
from bounded
