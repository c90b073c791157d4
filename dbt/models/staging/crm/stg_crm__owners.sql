with known as (
    {{ latest_version(
        source('crm', 'owners'),
        key=['owner_id'],
    ) }}
)

select
    owner_id,
    name,
    team,
    region,
    business_date as delivered_on
from known
