{{ config(materialized='table') }}

with matched as (
    select
        texts.industry_text,
        coalesce(texts.industry_code, case when fuzzy.is_accepted then fuzzy.candidate_code end) as industry_code,
        coalesce(texts.method, case when fuzzy.is_accepted then 'fuzzy' end, 'unmapped') as method,
        case when texts.industry_code is not null then 1 else fuzzy.confidence end as confidence,
        case when texts.industry_code is null and not fuzzy.is_accepted then fuzzy.candidate_code end as suggested_code
    from {{ ref('int_industry_texts__collected') }} as texts
    left join {{ ref('int_industry_texts__compared') }} as fuzzy
        on texts.industry_code is null and texts.last_term = fuzzy.last_term
)

select
    matched.industry_text,
    matched.industry_code,
    sections.industry_code as section_code,
    case when length(matched.industry_code) > 1 then matched.industry_code end as division_code,
    case
        when length(matched.industry_code) > 1 then concat(sections.name_en, ' - ', industries.name_en)
        else sections.name_en
    end as industry_name_en,
    case
        when length(matched.industry_code) > 1 then concat(sections.name_zh, ' - ', industries.name_zh)
        else sections.name_zh
    end as industry_name_zh,
    matched.method,
    matched.confidence,
    matched.suggested_code
from matched
left join {{ ref('industries') }} as industries on matched.industry_code = industries.industry_code
left join {{ ref('industries') }} as sections on industries.section_code = sections.industry_code
