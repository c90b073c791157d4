-- How unlike the customers who bought the respondents of a quarter are.
with respondents as (
    select distinct
        survey,
        cast(date_trunc('quarter', responded_on) as date) as quarter_starts_on,
        customer_id
    from {{ ref('fct_survey_responses') }}
    where customer_id is not null
),

buyers as (
    select distinct
        cast(date_trunc('quarter', ordered_on) as date) as quarter_starts_on,
        customer_id
    from {{ ref('fct_orders') }}
    where is_counted and customer_id is not null
),

buyer_mix as (
    select
        buyers.quarter_starts_on,
        customers.rfm_segment,
        count(*) as buyer_count,
        sum(count(*)) over (partition by buyers.quarter_starts_on) as quarter_buyer_count
    from buyers
    inner join {{ ref('int_customers__described') }} as customers on buyers.customer_id = customers.customer_id
    group by buyers.quarter_starts_on, customers.rfm_segment
),

respondent_mix as (
    select
        respondents.survey,
        respondents.quarter_starts_on,
        customers.rfm_segment,
        count(*) as respondent_count,
        count(buyers.customer_id) as respondent_buyer_count,
        sum(count(*)) over (partition by respondents.survey, respondents.quarter_starts_on) as quarter_respondent_count
    from respondents
    inner join {{ ref('int_customers__described') }} as customers on respondents.customer_id = customers.customer_id
    left join buyers
        on respondents.customer_id = buyers.customer_id and respondents.quarter_starts_on = buyers.quarter_starts_on
    group by respondents.survey, respondents.quarter_starts_on, customers.rfm_segment
)

select
    surveys.survey,
    surveys.quarter_starts_on,
    max(buyer_mix.quarter_buyer_count) as buyer_count,
    sum(coalesce(respondent_mix.respondent_buyer_count, 0)) as respondent_buyer_count,
    -- Total variation distance: the share of answers that would have to come from other segments.
    1 - sum(
        least(
            buyer_mix.buyer_count / cast(buyer_mix.quarter_buyer_count as double),
            coalesce(respondent_mix.respondent_count / cast(respondent_mix.quarter_respondent_count as double), 0)
        )
    ) as segment_distance
from (select distinct survey, quarter_starts_on from respondents) as surveys
inner join buyer_mix on surveys.quarter_starts_on = buyer_mix.quarter_starts_on
left join respondent_mix
    on
        surveys.survey = respondent_mix.survey
        and surveys.quarter_starts_on = respondent_mix.quarter_starts_on
        and buyer_mix.rfm_segment = respondent_mix.rfm_segment
group by surveys.survey, surveys.quarter_starts_on
