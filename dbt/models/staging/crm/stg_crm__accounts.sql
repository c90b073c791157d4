with known as (
    {{ latest_version(
        ref('stg_crm__account_versions'),
        key=['account_id'],
        version_column='updated_at',
        event_time_column='registered_at',
    ) }}
)

select
    account_id,
    name,
    customer_type,
    industry,
    employee_count,
    annual_revenue,
    tax_id,
    erp_customer_id,
    phone,
    email,
    country,
    province,
    city,
    district,
    address,
    owner_id,
    acquisition_channel,
    parent_account_id,
    membership_level,
    points_balance,
    birth_year,
    gender,
    income_band,
    education,
    occupation,
    marital_status,
    marketing_consent,
    registered_at,
    closed_at,
    subscription_ended_at,
    updated_at,
    business_date as delivered_on
from known
