with scores as (
    select * from {{ ref('opportunity_scores') }}
    where as_of_date = {{ as_of_date() }}
),

described as (
    select
        scores.*,
        opportunities.product_category,
        opportunities.stage,
        opportunities.age_days,
        coalesce(opportunities.owner_id, customers.owner_id) as owner_id,
        opportunities.expected_close_on,
        opportunities.expected_close_on < scores.as_of_date as is_overdue,
        {{ add_days('scores.as_of_date', 'bands.due_days') }} as due_on,
        customers.company_name,
        bands.sort_order as band_order,
        bands.name_en as label_en,
        bands.name_zh as label_zh,
        bands.advice_en,
        bands.advice_zh,
        dimensions.name_en as weakest_name_en,
        dimensions.name_zh as weakest_name_zh,
        scores.weakest_dimension in ('budget', 'decision_maker') or not scores.is_weakest_known as can_be_mended
    from scores
    inner join {{ ref('fct_opportunities') }} as opportunities on scores.opportunity_id = opportunities.opportunity_id
    inner join {{ ref('opportunity_bands') }} as bands on scores.band = bands.band
    left join {{ ref('opportunity_dimensions') }} as dimensions on scores.weakest_dimension = dimensions.dimension
    left join {{ ref('dim_customers') }} as customers on scores.customer_id = customers.customer_id
)

select
    described.opportunity_id,
    described.customer_id,
    described.company_name,
    described.band,
    described.label_en,
    described.label_zh,
    described.rule_score as score,
    described.rule_score_if_known as score_if_known,
    concat(
        case when described.is_overdue then 'Past its expected close: confirm or close it. ' else '' end,
        described.advice_en,
        case
            when not described.can_be_mended or described.weakest_name_en is null then ''
            when described.is_weakest_known then concat('; weakest: ', lower(described.weakest_name_en))
            else concat('; find out: ', lower(described.weakest_name_en))
        end
    ) as advice_en,
    concat(
        case when described.is_overdue then '已过预计成交日，请确认或关闭；' else '' end,
        described.advice_zh,
        case
            when not described.can_be_mended or described.weakest_name_zh is null then ''
            when described.is_weakest_known then concat('；最弱项：', described.weakest_name_zh)
            else concat('；待了解：', described.weakest_name_zh)
        end
    ) as advice_zh,
    described.owner_id,
    owners.owner_name,
    working.working_on as due_on,
    '{{ reporting_currency() }}' as currency,
    {{ money('described.amount') }} as amount,
    {{ money('described.expected_value_amount') }} as expected_value_amount,
    described.win_probability,
    described.base_win_rate,
    described.agreement,
    described.company_size_points,
    described.industry_match_points,
    described.budget_points,
    described.decision_maker_points,
    described.past_cooperation_points,
    described.unknown_dimension_count,
    described.stage,
    described.product_category,
    described.expected_close_on,
    described.age_days,
    described.method,
    described.as_of_date,
    row_number() over (
        order by described.band_order, described.expected_value_amount desc nulls last, described.rule_score desc, described.opportunity_id
    ) as priority
from described
left join {{ ref('int_working_days__next') }} as working on described.due_on = working.date_on
left join {{ ref('dim_owners_history') }} as owners on described.owner_id = owners.owner_id and owners.is_current
