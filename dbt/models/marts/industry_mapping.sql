with accounts as (
    select
        trim(industry) as industry_text,
        count(*) as account_count
    from {{ ref('stg_crm__accounts') }}
    where trim(industry) <> ''
    group by trim(industry)
)

select
    industries.industry_text,
    coalesce(accounts.account_count, 0) as account_count,
    industries.method,
    industries.confidence,
    industries.industry_code,
    industries.section_code,
    industries.division_code,
    industries.industry_name_en,
    industries.industry_name_zh,
    industries.suggested_code,
    suggested.name_en as suggested_name_en,
    suggested.name_zh as suggested_name_zh
from {{ ref('int_industries__matched') }} as industries
left join accounts on industries.industry_text = accounts.industry_text
left join {{ ref('industries') }} as suggested on industries.suggested_code = suggested.industry_code
