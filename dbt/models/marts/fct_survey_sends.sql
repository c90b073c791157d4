-- An answer names the survey and the time of its sending, not the distribution: what was answered of a survey, touchpoint and day stands
-- with the first distribution of them, so that it adds up.
with sends as (
    select
        *,
        row_number() over (partition by survey, touchpoint, sent_on order by distribution_id) = 1 as takes_answers
    from {{ ref('stg_tickets__survey_distributions') }}
    where sent_on <= {{ as_of_date() }}
),

answers as (
    select
        survey,
        touchpoint,
        {{ business_date('sent_at') }} as sent_on,
        count(*) as answered_count
    from {{ ref('fct_survey_responses') }}
    where sent_at is not null
    group by 1, 2, 3
)

select
    sends.distribution_id,
    sends.survey,
    sends.touchpoint,
    sends.sent_on,
    sends.sent_count,
    sends.started_count,
    case
        when (select count(*) from answers) > 0
            then case when sends.takes_answers then coalesce(answers.answered_count, 0) else 0 end
    end as answered_count
from sends
left join answers
    on
        sends.survey = answers.survey
        and coalesce(sends.touchpoint, '') = coalesce(answers.touchpoint, '')
        and sends.sent_on = answers.sent_on
