select
    sku,
    name as product_name,
    category,
    subcategory,
    unit_cost,
    list_price,
    launched_on
from {{ ref('stg_erp__products') }}
