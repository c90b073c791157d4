with known as (
    {{ latest_version(
        source('tickets', 'survey_responses'),
        key=['response_id'],
        event_time_column='responded_at',
    ) }}
)

select
    response_id,
    respondent_email,
    respondent_phone,
    customer_ref,
    survey,
    touchpoint,
    score,
    scale_max,
    importance,
    reason_text,
    sent_at,
    responded_at,
    business_date as delivered_on
from known
