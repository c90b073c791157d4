with texts as (
    select distinct province as province_text
    from {{ ref('stg_crm__account_versions') }}
    where business_date <= {{ as_of_date() }} and province is not null
),

names as (
    select {{ comparable_text('province') }} as name, province_code from {{ ref('regions') }}
    union
    select {{ comparable_text('full_name_zh') }} as name, province_code from {{ ref('regions') }}
    union
    select {{ comparable_text('name_en') }} as name, province_code from {{ ref('regions') }}
    union
    select concat({{ comparable_text('name_en') }}, 'province') as name, province_code from {{ ref('regions') }}
)

select
    texts.province_text,
    regions.province_code,
    regions.province,
    regions.macro_region
from texts
inner join names on {{ comparable_text('texts.province_text') }} = names.name
inner join {{ ref('regions') }} as regions on names.province_code = regions.province_code
