{%- set slices = {
    'all': ['all', 'year', 'quarter', 'month'],
    'customer_type': ['all', 'quarter'],
    'macro_region': ['all', 'quarter'],
    'rfm_segment': ['all', 'quarter'],
    'touchpoint': ['all', 'quarter'],
} -%}
with answers as (
    select
        answers.*,
        coalesce(customers.customer_type, 'unknown') as customer_type,
        coalesce(customers.macro_region, 'unknown') as macro_region,
        coalesce(customers.rfm_segment, 'unknown') as rfm_segment,
        {{ period_columns(slices, 'answers.answered_on') }}
    from {{ ref('int_answers__classified') }} as answers
    left join {{ ref('int_customers__described') }} as customers on answers.customer_id = customers.customer_id
),

counted as (
    select
        metric,
        {{ slice_columns(slices, 'answered_on') }},
        count(*) as response_count,
        count(distinct customer_id) as customer_count,
        count(case when answer_class = 'positive' then 1 end) as positive_count,
        count(case when answer_class = 'neutral' then 1 end) as neutral_count,
        count(case when answer_class = 'negative' then 1 end) as negative_count,
        avg(score) as mean_score
    from answers
    group by {{ slice_sets(slices, 'answered_on', keys=['metric']) }}
),

measured as (
    select
        *,
        case when metric = 'nps' then 100 * (positive_count - negative_count) else positive_count end as numerator,
        response_count as denominator
    from counted
    where dimension <> 'touchpoint' or metric = 'touchpoint_csat'
),

compared as (
    select
        *,
        numerator / cast(denominator as double) as value,
        max(case when dimension = 'all' then numerator / cast(denominator as double) end)
            over (partition by metric, period_grain, case when period_grain <> 'all' then period_starts_on end) as company_value,
        lag(numerator / cast(denominator as double))
            over (partition by metric, dimension, dimension_value, period_grain order by period_starts_on) as previous_value
    from measured
)

select
    metric,
    dimension,
    dimension_value,
    period_grain,
    period_starts_on,
    response_count,
    customer_count,
    customer_count < {{ var('small_group_customers') }} as is_small_group,
    positive_count,
    neutral_count,
    negative_count,
    positive_count / cast(response_count as double) as positive_share,
    neutral_count / cast(response_count as double) as neutral_share,
    negative_count / cast(response_count as double) as negative_share,
    numerator,
    denominator,
    value,
    case
        when metric = 'nps' then 100 * {{ net_share_bound('-', 'positive_count', 'negative_count', 'response_count') }}
        else {{ wilson_bound('-', 'positive_count', 'response_count') }}
    end as confidence_low,
    case
        when metric = 'nps' then 100 * {{ net_share_bound('+', 'positive_count', 'negative_count', 'response_count') }}
        else {{ wilson_bound('+', 'positive_count', 'response_count') }}
    end as confidence_high,
    mean_score,
    company_value,
    value - company_value as company_gap,
    previous_value,
    value - previous_value as change,
    case when metric = 'nps' then 'points' else 'share' end as unit,
    {{ as_of_date() }} as as_of_date
from compared
