with versions as (
    select
        customers.customer_id,
        versions.owner_id,
        versions.membership_level,
        versions.industry_code,
        versions.province,
        versions.macro_region,
        coalesce(versions.valid_from, date '0001-01-01') as valid_from,
        coalesce(versions.valid_to, date '9999-12-31') as valid_to
    from {{ ref('int_customers__consolidated') }} as customers
    left join {{ ref('int_customer_versions__combined') }} as versions on customers.customer_id = versions.customer_id
    union all
    select
        'unknown' as customer_id,
        cast(null as {{ dbt.type_string() }}) as owner_id,
        cast(null as {{ dbt.type_string() }}) as membership_level,
        cast(null as {{ dbt.type_string() }}) as industry_code,
        cast(null as {{ dbt.type_string() }}) as province,
        cast(null as {{ dbt.type_string() }}) as macro_region,
        date '0001-01-01' as valid_from,
        date '9999-12-31' as valid_to
)

select
    case when customer_id = 'unknown' then 'unknown' else {{ version_key('customer_id', 'valid_from') }} end as customer_key,
    customer_id,
    owner_id,
    membership_level,
    industry_code,
    province,
    macro_region,
    valid_from,
    valid_to,
    valid_to = date '9999-12-31' as is_current
from versions
