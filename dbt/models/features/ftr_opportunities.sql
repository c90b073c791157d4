with scored as (
    select
        opportunity_id,
        sum(points) as rule_score,
        -- What the score would be if everything unknown turned out well: whether asking is worth it.
        sum(case when is_known then points else maximum_points end) as rule_score_if_known,
        {%- for dimension in ['company_size', 'industry_match', 'budget', 'decision_maker', 'past_cooperation'] %}
        sum(case when dimension = '{{ dimension }}' then points end) as {{ dimension }}_points,
        {%- endfor %}
        count(case when not is_known then 1 end) as unknown_dimension_count
    from {{ ref('int_opportunity_dimensions__scored') }}
    group by opportunity_id
),

-- Where most points are missing; of equals, the heavier dimension.
weakest as (
    select
        opportunity_id,
        dimension,
        is_known,
        row_number() over (
            partition by opportunity_id order by maximum_points - points desc, maximum_points desc, dimension
        ) as position
    from {{ ref('int_opportunity_dimensions__scored') }}
    where points < maximum_points
),

-- Scores are rounded against floating point: 80 reached by parts is 80.
banded as (
    select
        scored.opportunity_id,
        bands.band,
        row_number() over (partition by scored.opportunity_id order by bands.minimum_score desc) as position
    from scored
    inner join {{ ref('opportunity_bands') }} as bands on round(scored.rule_score, 6) >= bands.minimum_score
)

select
    opportunities.opportunity_id,
    opportunities.customer_id,
    opportunities.created_on,
    opportunities.closed_on,
    opportunities.is_won,
    scored.rule_score,
    banded.band,
    scored.rule_score_if_known,
    scored.company_size_points,
    scored.industry_match_points,
    scored.budget_points,
    scored.decision_maker_points,
    scored.past_cooperation_points,
    scored.unknown_dimension_count,
    weakest.dimension as weakest_dimension,
    coalesce(weakest.is_known, true) as is_weakest_known,
    cast(opportunities.amount as double) as amount,
    measured.company_size as employee_count,
    measured.budget as budget_ratio,
    case when opportunities.decision_maker_met then 1 when not opportunities.decision_maker_met then 0 end as decision_maker_met,
    measured.orders_before,
    measured.past_cooperation as orders_last_365_days,
    measured.days_since_order_before,
    measured.closed_deals_before,
    measured.won_deals_before
from {{ ref('fct_opportunities') }} as opportunities
inner join scored on opportunities.opportunity_id = scored.opportunity_id
inner join {{ ref('int_opportunities__measured') }} as measured on opportunities.opportunity_id = measured.opportunity_id
inner join banded on opportunities.opportunity_id = banded.opportunity_id and banded.position = 1
left join weakest on opportunities.opportunity_id = weakest.opportunity_id and weakest.position = 1
