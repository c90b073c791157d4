with known as (
    {{ latest_version(
        source('erp', 'customers'),
        key=['erp_customer_id'],
        version_column='updated_at',
    ) }}
)

select
    erp_customer_id,
    {{ without_personal_data(half_width('name')) }} as name,
    tax_id,
    phone,
    email,
    address,
    updated_at,
    business_date as delivered_on
from known
