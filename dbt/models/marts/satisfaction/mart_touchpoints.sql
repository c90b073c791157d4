-- K3: what is rated badly and matters much comes first, for everybody and for the most valuable customers.
with ratings as (
    select
        answers.*,
        groups.customer_group,
        (answers.score - 1) / nullif(answers.scale_max - 1, 0) as performance
    from {{ ref('int_answers__classified') }} as answers
    left join {{ ref('int_customers__described') }} as customers on answers.customer_id = customers.customer_id
    inner join (select 'all' as customer_group union all select 'high_net_worth' as customer_group) as groups
        on groups.customer_group in ('all', customers.value_tier)
    where answers.metric = 'touchpoint_csat'
),

overall as (
    select customer_id, avg(score) as overall_score
    from {{ ref('int_answers__classified') }}
    where metric = 'nps'
    group by customer_id
),

measured as (
    select
        ratings.customer_group,
        ratings.touchpoint,
        count(*) as response_count,
        count(distinct ratings.customer_id) as customer_count,
        count(case when ratings.answer_class = 'positive' then 1 end) as satisfied_count,
        avg(ratings.performance) as mean_performance,
        avg(ratings.importance) as mean_importance,
        count(overall.overall_score) as paired_count,
        corr(ratings.performance, overall.overall_score) as overall_correlation
    from ratings
    left join overall on ratings.customer_id = overall.customer_id
    group by ratings.customer_group, ratings.touchpoint
),

compared as (
    select
        *,
        avg(mean_performance) over (partition by customer_group) as usual_performance,
        avg(mean_importance) over (partition by customer_group) as usual_importance
    from measured
)

select
    customer_group,
    touchpoint,
    response_count,
    customer_count,
    customer_count < {{ var('small_group_customers') }} as is_small_group,
    satisfied_count as numerator,
    response_count as denominator,
    satisfied_count / cast(response_count as double) as value,
    {{ wilson_bound('-', 'satisfied_count', 'response_count') }} as confidence_low,
    {{ wilson_bound('+', 'satisfied_count', 'response_count') }} as confidence_high,
    mean_performance,
    mean_importance,
    paired_count,
    case when not isnan(overall_correlation) then overall_correlation end as overall_correlation,
    case
        when mean_importance >= usual_importance and mean_performance < usual_performance then 'fix_first'
        when mean_importance >= usual_importance then 'keep_up'
        when mean_importance < usual_importance and mean_performance < usual_performance then 'low_priority'
        when mean_importance < usual_importance then 'possible_overkill'
    end as quadrant,
    -- What has to be fixed first has rank 1, whatever else is important.
    rank() over (
        partition by customer_group
        order by
            case when mean_importance >= usual_importance and mean_performance < usual_performance then 0 else 1 end,
            mean_importance * (1 - mean_performance) desc nulls last
    ) as fix_rank,
    {{ as_of_date() }} as as_of_date
from compared
