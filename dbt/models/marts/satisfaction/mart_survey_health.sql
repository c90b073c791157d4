-- How far a quarter's answers can be trusted: how many, of whom, how soon, and how unlike the customers who bought.
with answers as (
    select
        answers.response_id,
        answers.survey,
        answers.customer_id,
        answers.has_reason,
        answers.sent_at,
        answers.responded_at,
        answers.responded_on,
        {{ days_between(
            'lag(answers.responded_on) over (partition by answers.survey, answers.customer_id order by answers.responded_on, answers.response_id)',
            'answers.responded_on',
        ) }} as days_since_last,
        cast(date_trunc('quarter', answers.responded_on) as date) as quarter_starts_on
    from {{ ref('fct_survey_responses') }} as answers
),

surveys as (
    select
        survey,
        quarter_starts_on,
        count(*) as response_count,
        count(distinct customer_id) as customer_count,
        count(case when customer_id is null then 1 end) as unlinked_count,
        count(case when has_reason then 1 end) as reason_count,
        median({{ seconds_between('sent_at', 'responded_at') }} / cast(3600 as double)) as median_answer_hours,
        median(days_since_last) as median_days_between_answers
    from answers
    group by survey, quarter_starts_on
),

sends as (
    select
        survey,
        cast(date_trunc('quarter', sent_on) as date) as quarter_starts_on,
        cast(sum(sent_count) as bigint) as sent_count,
        cast(sum(started_count) as bigint) as started_count,
        cast(sum(answered_count) as bigint) as answered_count
    from {{ ref('fct_survey_sends') }}
    group by 1, 2
),

-- A survey that nobody answered is the one to look at: its quarter has a row too.
quarters as (
    select survey, quarter_starts_on from surveys
    union
    select survey, quarter_starts_on from sends
),

counted as (
    select
        quarters.survey,
        quarters.quarter_starts_on,
        {%- for name in ['response_count', 'customer_count', 'unlinked_count'] %}
        case when {{ is_available('tickets', 'survey_responses') }} then coalesce(surveys.{{ name }}, 0) end as {{ name }},
        {%- endfor %}
        surveys.reason_count,
        surveys.median_answer_hours,
        surveys.median_days_between_answers
    from quarters
    left join surveys on quarters.survey = surveys.survey and quarters.quarter_starts_on = surveys.quarter_starts_on
)

select
    counted.survey,
    counted.quarter_starts_on,
    counted.response_count,
    counted.customer_count,
    counted.customer_count < {{ var('small_group_customers') }} as is_small_group,
    counted.unlinked_count,
    counted.reason_count,
    counted.reason_count / cast(counted.response_count as double) as reason_share,
    cast(likeness.respondent_buyer_count as bigint) as numerator,
    cast(likeness.buyer_count as bigint) as denominator,
    likeness.respondent_buyer_count / cast(likeness.buyer_count as double) as buyer_coverage_share,
    likeness.segment_distance,
    sends.sent_count,
    sends.started_count,
    sends.answered_count,
    sends.answered_count / cast(nullif(sends.sent_count, 0) as double) as response_rate,
    sends.answered_count / cast(nullif(sends.started_count, 0) as double) as completion_rate,
    counted.median_answer_hours,
    counted.median_days_between_answers,
    {{ as_of_date() }} as as_of_date
from counted
left join {{ ref('int_survey_quarters__compared') }} as likeness
    on counted.survey = likeness.survey and counted.quarter_starts_on = likeness.quarter_starts_on
left join sends on counted.survey = sends.survey and counted.quarter_starts_on = sends.quarter_starts_on
