with known as (
    {{ latest_version(
        source('crm', 'contacts'),
        key=['contact_id'],
        version_column='updated_at',
    ) }}
)

select
    contact_id,
    account_id,
    name,
    title,
    is_decision_maker,
    phone,
    email,
    updated_at,
    business_date as delivered_on
from known
