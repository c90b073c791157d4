{{ config(materialized='table') }}

{#- A street may be called after a province (北京东路), which says nothing of where it is. #}
{%- set street = '^[东西南北中一二三四五六七八九十]*(路|街|大街|大道|道|巷|弄|胡同)' -%}
{%- set rest = 'substr(spelled.beginning, length(regions.province) + 1)' %}

with addresses as (
    select
        identified.customer_id,
        1 as source_priority,
        accounts.account_id as record_id,
        accounts.updated_at,
        accounts.address
    from {{ ref('stg_crm__accounts') }} as accounts
    inner join {{ ref('int_customers__identified') }} as identified
        on accounts.account_id = identified.record_id and identified.record_system = 'crm' and identified.record_entity = 'accounts'
    where accounts.address is not null
    union all
    select
        identified.customer_id,
        3 as source_priority,
        customers.erp_customer_id as record_id,
        customers.updated_at,
        customers.address
    from {{ ref('stg_erp__customers') }} as customers
    inner join {{ ref('int_customers__identified') }} as identified
        on
            customers.erp_customer_id = identified.record_id
            and identified.record_system = 'erp'
            and identified.record_entity = 'customers'
    where customers.address is not null
),

-- Chinese addresses begin with the province, after the country or a postal code; Latin ones name it between commas.
spelled as (
    select
        *,
        {{ replaced_everywhere(comparable_text('address'), '^[0-9]*(中国|中华人民共和国)?[0-9]*', '') }} as beginning,
        concat(',', {{ replaced_everywhere(narrowed_text('address'), '[ 0-9]*,[ 0-9]*', ',') }}, ',') as parts
    from addresses
),

named as (
    select
        spelled.customer_id,
        spelled.source_priority,
        spelled.record_id,
        spelled.updated_at,
        min(regions.province) as province,
        min(regions.macro_region) as macro_region,
        count(*) as province_count
    from spelled
    inner join {{ ref('regions') }} as regions
        on
            (
                substr(spelled.beginning, 1, length(regions.province)) = regions.province
                and {{ replaced_everywhere(rest, street, '') }} = {{ rest }}
            )
            or {{ position_of("concat(',', lower(regions.name_en), ',')", 'spelled.parts') }} > 0
    group by spelled.customer_id, spelled.source_priority, spelled.record_id, spelled.updated_at
),

preferred as (
    select
        *,
        row_number() over (
            partition by customer_id order by source_priority, updated_at desc nulls last, record_id
        ) as preference
    from named
    where province_count = 1
)

select
    customer_id,
    province,
    macro_region
from preferred
where preference = 1
