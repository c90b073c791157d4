with known as (
    {{ latest_version(
        source('crm', 'interactions'),
        key=['interaction_id'],
        event_time_column='occurred_at',
    ) }}
)

select
    interaction_id,
    account_id,
    contact_id,
    kind,
    owner_id,
    occurred_at,
    {{ without_personal_data('outcome') }} as outcome,
    action_code,
    action_arm,
    business_date as delivered_on
from known
