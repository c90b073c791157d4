-- K1: late answers, dissatisfaction, reopening and complaints by place of service; negative words by theme; leaving by step of the shop.
with tickets as (
    select * from {{ ref('int_tickets__measured') }}
    where created_on > {{ add_days(as_of_date(), -var('pain_point_window_days')) }}
)

{%- for place in ['product_category', 'category', 'team', 'channel', 'macro_region'] %}
{%- for measure, bad, judged in [
    ('late_first_response', 'not has_met_response_target', 'has_met_response_target is not null'),
    ('dissatisfied', 'is_dissatisfied', 'satisfaction_score is not null'),
    ('reopened', 'is_reopened', 'is_resolved'),
] %}
select
    '{{ place }}' as place_kind,
    {{ place }} as place,
    '{{ measure }}' as measure,
    count(case when {{ bad }} then 1 end) as bad_count,
    count(*) as case_count,
    count(distinct customer_id) as customer_count
from tickets
where {{ judged }}
group by {{ place }}
union all
{%- endfor %}
{%- endfor %}
select
    'touchpoint' as place_kind,
    touchpoint as place,
    'dissatisfied' as measure,
    count(case when answer_class = 'negative' then 1 end) as bad_count,
    count(*) as case_count,
    count(distinct customer_id) as customer_count
from {{ ref('int_answers__classified') }}
where metric = 'touchpoint_csat' and answered_on > {{ add_days(as_of_date(), -var('pain_point_window_days')) }}
group by touchpoint
union all
select
    concat(texts.source, '_theme') as place_kind,
    texts.theme as place,
    'negative_words' as measure,
    count(case when texts.sentiment = 'negative' then 1 end) as bad_count,
    count(*) as case_count,
    count(distinct said.customer_id) as customer_count
from {{ ref('int_texts__themed') }} as texts
inner join (
    select 'survey' as source, response_id as source_id, customer_id, responded_on as said_on from {{ ref('fct_survey_responses') }}
    union all
    select 'review' as source, review_id as source_id, customer_id, created_on as said_on from {{ ref('fct_reviews') }}
) as said on texts.source = said.source and texts.source_id = said.source_id
where said.said_on > {{ add_days(as_of_date(), -var('pain_point_window_days')) }}
group by texts.source, texts.theme
union all
select
    'funnel_step' as place_kind,
    step as place,
    'left' as measure,
    entered_count - reached_count as bad_count,
    entered_count as case_count,
    customer_count
from {{ ref('int_funnel_steps__counted') }}
where funnel = 'shop' and dimension = 'all' and entered_count > 0
