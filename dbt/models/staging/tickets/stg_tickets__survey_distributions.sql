with known as (
    {{ latest_version(
        source('tickets', 'survey_distributions'),
        key=['distribution_id'],
    ) }}
)

select
    distribution_id,
    survey,
    touchpoint,
    sent_on,
    sent_count,
    started_count,
    business_date as delivered_on
from known
