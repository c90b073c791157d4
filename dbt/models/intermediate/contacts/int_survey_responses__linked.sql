select
    responses.response_id,
    identified.customer_id,
    identified.link_rule
from {{ ref('stg_tickets__survey_responses') }} as responses
left join {{ ref('int_customers__identified') }} as identified
    on
        identified.record_system = 'tickets'
        and identified.record_entity = 'survey_responses'
        and responses.response_id = identified.record_id
