with known as (
    {{ latest_version(
        source('crm', 'opportunities'),
        key=['opportunity_id'],
        version_column='updated_at',
        event_time_column='created_at',
    ) }}
)

select
    opportunity_id,
    account_id,
    name,
    stage,
    amount,
    budget,
    decision_maker_met,
    product_category,
    created_at,
    expected_close_on,
    {{ if_happened('closed_at') }} as closed_at,
    is_won,
    {{ without_personal_data('lost_reason') }} as lost_reason,
    {{ without_personal_data('competitor') }} as competitor,
    owner_id,
    updated_at,
    business_date as delivered_on
from known
