{{ config(materialized='table') }}

with texts as (
    select distinct trim(industry) as industry_text
    from {{ ref('stg_crm__account_versions') }}
    where business_date <= {{ as_of_date() }} and trim(industry) <> ''
),

compared as (
    select
        industry_text,
        {{ comparable_text(without_marks('industry_text')) }} as whole_term,
        -- 制造业-汽车零部件: what comes after the last dash says more.
        {{ comparable_text("regexp_replace(" ~ without_marks('industry_text') ~ ", '^.*[-－—–/／:：>]', '')") }} as last_term
    from texts
)

select
    compared.industry_text,
    compared.last_term,
    coalesce(whole.industry_code, last_part.industry_code) as industry_code,
    coalesce(whole.method, last_part.method) as method
from compared
left join {{ ref('int_industry_terms__listed') }} as whole on compared.whole_term = whole.term
left join {{ ref('int_industry_terms__listed') }} as last_part on compared.last_term = last_part.term
