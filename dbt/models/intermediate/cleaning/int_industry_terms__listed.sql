{{ config(materialized='table') }}

with industries as (
    select * from {{ ref('industries') }}
),

terms as (
    select {{ comparable_text('name_zh') }} as term, industry_code, 'exact' as method from industries
    union all
    select {{ comparable_text('name_en') }} as term, industry_code, 'exact' as method from industries
    union all
    -- 软件和信息技术服务 is what 软件和信息技术服务业 is called outside of the standard.
    select regexp_replace({{ comparable_text('name_zh') }}, '业$', '') as term, industry_code, 'exact' as method from industries
    union all
    select {{ comparable_text('synonym') }} as term, industry_code, 'synonym' as method
    from {{ ref('industry_synonyms') }}
)

select
    term,
    min(method) as method,
    -- A name that section and division share means the division, whose code is the longer one.
    {{ best_value('industry_code', "case when method = 'exact' then 10 else 20 end - length(industry_code)") }} as industry_code
from terms
group by term
