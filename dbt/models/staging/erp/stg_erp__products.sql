with known as (
    {{ latest_version(
        source('erp', 'products'),
        key=['sku'],
        version_column='updated_at',
    ) }}
)

select
    sku,
    name,
    category,
    subcategory,
    unit_cost,
    list_price,
    launched_on,
    updated_at,
    business_date as delivered_on
from known
