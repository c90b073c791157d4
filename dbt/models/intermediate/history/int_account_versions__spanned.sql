{{ config(materialized='table') }}

with versions as (
    {{ daily_versions(
        ref('stg_crm__account_versions'),
        key='account_id',
        version_column='updated_at',
        event_time_column='registered_at',
    ) }}
)

select
    accounts.customer_id,
    versions.account_id,
    versions.owner_id,
    versions.membership_level,
    industries.industry_code,
    versions.province,
    provinces.macro_region,
    versions.updated_at,
    versions.valid_from,
    versions.valid_to
from versions
inner join {{ ref('int_accounts__identified') }} as accounts on versions.account_id = accounts.account_id
left join {{ ref('int_industries__matched') }} as industries on trim(versions.industry) = industries.industry_text
left join {{ ref('int_provinces__matched') }} as provinces on versions.province = provinces.province_text
where not versions._is_deleted and accounts.customer_id is not null
