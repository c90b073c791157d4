{{ config(materialized='table') }}

-- The questions of surveys, and the rating of a ticket as a question of its own.
with answers as (
    select
        response_id as answer_id,
        case when survey = 'nps' then 'nps' when survey = 'csat' then 'survey_csat' else 'touchpoint_csat' end as metric,
        customer_id,
        coalesce(touchpoint, 'unknown') as touchpoint,
        responded_on as answered_on,
        score,
        scale_max,
        importance,
        nps_class
    from {{ ref('fct_survey_responses') }}
    where survey <> 'nps' or nps_class is not null
    union all
    select
        ticket_id as answer_id,
        'csat' as metric,
        customer_id,
        'service_ticket' as touchpoint,
        coalesce({{ business_date('resolved_at') }}, created_on) as answered_on,
        satisfaction_score as score,
        5 as scale_max,
        null as importance,
        null as nps_class
    from {{ ref('fct_tickets') }}
    where satisfaction_score is not null
)

select
    answers.answer_id,
    answers.metric,
    answers.customer_id,
    answers.touchpoint,
    answers.answered_on,
    cast(answers.score as double) as score,
    answers.scale_max,
    cast(answers.importance as double) as importance,
    case
        when answers.nps_class = 'promoter' then 'positive'
        when answers.metric = 'csat' and answers.score >= {{ var('csat_min_score') }} then 'positive'
        when answers.metric in ('survey_csat', 'touchpoint_csat') and answers.score >= scales.satisfied_from then 'positive'
        when answers.nps_class = 'detractor' then 'negative'
        when answers.metric <> 'nps' and answers.score <= scales.dissatisfied_to then 'negative'
        else 'neutral'
    end as answer_class
from answers
left join {{ ref('likert_scales') }} as scales on answers.scale_max = scales.scale_max
where answers.metric = 'nps' or scales.scale_max is not null
