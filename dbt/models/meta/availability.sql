{%- set entities_of_contracts = contract_entities() -%}

with entities as (
    {%- for system_name, entity_name in entities_of_contracts %}
    select '{{ system_name }}' as system, '{{ entity_name }}' as entity
    {%- if not loop.last %} union all{% endif %}
    {%- endfor %}
    {%- if not entities_of_contracts %}
    select cast(null as {{ dbt.type_string() }}) as system, cast(null as {{ dbt.type_string() }}) as entity
    {%- endif %}
),

loaded as (
    select
        system,
        entity,
        count(*) as delivery_count,
        min(business_date) as first_business_date,
        max(business_date) as last_business_date
    from {{ ref('deliveries') }}
    where status = 'loaded'
    group by system, entity
)

select
    entities.system,
    entities.entity,
    loaded.entity is not null as is_available,
    coalesce(loaded.delivery_count, 0) as delivery_count,
    loaded.first_business_date,
    loaded.last_business_date
from entities
left join loaded
    on entities.system = loaded.system and entities.entity = loaded.entity
