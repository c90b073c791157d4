-- C37: what customers of each answer class did in the days after.
with outcomes as (
    {%- for outcome, column in [
        ('retention', 'is_retained'), ('repurchase', 'has_repurchased'), ('growth', 'has_grown'), ('referral', 'has_referred'),
    ] %}
    select
        metric,
        '{{ outcome }}' as outcome,
        answer_class,
        score,
        {{ column }} as happened
    from {{ ref('int_answer_outcomes__observed') }}
    where {{ column }} is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

by_class as (
    select
        metric,
        outcome,
        answer_class,
        count(*) as customer_count,
        count(case when happened then 1 end) as happened_count
    from outcomes
    group by metric, outcome, answer_class
),

correlated as (
    select
        metric,
        outcome,
        count(*) as pair_count,
        corr(score, case when happened then cast(1 as double) else 0 end) as correlation
    from outcomes
    group by metric, outcome
)

select
    by_class.metric,
    by_class.outcome,
    by_class.answer_class,
    by_class.customer_count,
    by_class.customer_count < {{ var('small_group_customers') }} as is_small_group,
    by_class.happened_count as numerator,
    by_class.customer_count as denominator,
    by_class.happened_count / cast(by_class.customer_count as double) as value,
    {{ wilson_bound('-', 'by_class.happened_count', 'by_class.customer_count') }} as confidence_low,
    {{ wilson_bound('+', 'by_class.happened_count', 'by_class.customer_count') }} as confidence_high,
    correlated.pair_count,
    case when not isnan(correlated.correlation) then correlated.correlation end as correlation,
    case when not isnan(correlated.correlation) then {{ correlation_bound('-', 'correlated.correlation', 'correlated.pair_count') }} end as correlation_low,
    case when not isnan(correlated.correlation) then {{ correlation_bound('+', 'correlated.correlation', 'correlated.pair_count') }} end as correlation_high,
    {{ as_of_date() }} as as_of_date
from by_class
inner join correlated on by_class.metric = correlated.metric and by_class.outcome = correlated.outcome
