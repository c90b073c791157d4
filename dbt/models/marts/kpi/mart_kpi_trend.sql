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
    value - expected_value as remainder_value,
    expected_value,
    expected_low,
    expected_high,
    z_score,
    case when z_score is not null then value < expected_low or value > expected_high end as is_anomaly,
    is_left_out,
    as_of_date
from {{ source('scores', 'kpi_trend') }}
where as_of_date = {{ as_of_date() }}
