with delivered as (
    {{ daily_versions(source('crm', 'owners'), key='owner_id') }}
),

versions as (
    {{ changed_versions('delivered', key='owner_id', attributes=['name', 'team', 'region']) }}
)

select
    {{ version_key('owner_id', 'valid_from') }} as owner_key,
    owner_id,
    {{ masked_name('name') }} as owner_name,
    team,
    region,
    valid_from,
    valid_to,
    is_current
from versions
union all
select
    'unknown' as owner_key,
    'unknown' as owner_id,
    cast(null as {{ dbt.type_string() }}) as owner_name,
    cast(null as {{ dbt.type_string() }}) as team,
    cast(null as {{ dbt.type_string() }}) as region,
    date '0001-01-01' as valid_from,
    date '9999-12-31' as valid_to,
    true as is_current
