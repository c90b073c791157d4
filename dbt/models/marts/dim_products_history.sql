with delivered as (
    {{ daily_versions(source('erp', 'products'), key='sku', version_column='updated_at') }}
),

versions as (
    {{ changed_versions(
        'delivered',
        key='sku',
        attributes=['name', 'category', 'subcategory', 'unit_cost', 'list_price'],
    ) }}
)

select
    {{ version_key('sku', 'valid_from') }} as product_key,
    sku,
    name as product_name,
    category,
    subcategory,
    unit_cost,
    list_price,
    valid_from,
    valid_to,
    is_current
from versions
union all
select
    'unknown' as product_key,
    'unknown' as sku,
    cast(null as {{ dbt.type_string() }}) as product_name,
    cast(null as {{ dbt.type_string() }}) as category,
    cast(null as {{ dbt.type_string() }}) as subcategory,
    cast(null as decimal(18, 4)) as unit_cost,
    cast(null as decimal(18, 4)) as list_price,
    date '0001-01-01' as valid_from,
    date '9999-12-31' as valid_to,
    true as is_current
