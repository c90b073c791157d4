select
    funnel,
    dimension,
    dimension_value,
    step_number,
    step,
    customer_count,
    customer_count < {{ var('small_group_customers') }} as is_small_group,
    reached_count as numerator,
    entered_count as denominator,
    reached_count / cast(nullif(entered_count, 0) as double) as step_conversion_rate,
    {{ wilson_bound('-', 'reached_count', 'entered_count') }} as confidence_low,
    {{ wilson_bound('+', 'reached_count', 'entered_count') }} as confidence_high,
    started_count,
    reached_count / cast(started_count as double) as total_conversion_rate,
    entered_count is not null
    and rank() over (
        partition by funnel, dimension, dimension_value
        order by reached_count / cast(nullif(entered_count, 0) as double) nulls last
    ) = 1 as is_bottleneck,
    {{ as_of_date() }} as as_of_date
from {{ ref('int_funnel_steps__counted') }}
