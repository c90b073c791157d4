-- Where bad outcomes are more frequent than in the company as a whole, by how many they are more than they would otherwise be.
with outcomes as (
    select * from {{ ref('int_bad_outcomes__counted') }} where case_count > 0
),

rates as (
    select
        *,
        bad_count / cast(case_count as double) as value,
        sum(bad_count) over (partition by place_kind, measure) / cast(sum(case_count) over (partition by place_kind, measure) as double) as company_value
    from outcomes
),

compared as (
    select
        *,
        bad_count - case_count * company_value as excess_count,
        (value - company_value) / nullif(sqrt(company_value * (1 - company_value) / case_count), 0) as z_score
    from rates
)

select
    place_kind,
    place,
    measure,
    bad_count as numerator,
    case_count as denominator,
    value,
    {{ wilson_bound('-', 'bad_count', 'case_count') }} as confidence_low,
    {{ wilson_bound('+', 'bad_count', 'case_count') }} as confidence_high,
    company_value,
    excess_count,
    z_score,
    z_score >= {{ var('confidence_z') }} and customer_count >= {{ var('small_group_customers') }} as is_pain_point,
    customer_count,
    customer_count < {{ var('small_group_customers') }} as is_small_group,
    rank() over (partition by measure order by excess_count desc) as pain_rank,
    {{ as_of_date() }} as as_of_date
from compared
