{#- What the latest account and the history both read, so that a text and its match are spelled alike in both. -#}
{%- set typed = ['name', 'industry', 'country', 'province', 'city', 'district'] -%}

select
    account_id,
    {%- for column in typed %}
    {{ without_personal_data(half_width(column)) }} as {{ column }},
    {%- endfor %}
    customer_type,
    employee_count,
    annual_revenue,
    tax_id,
    erp_customer_id,
    phone,
    email,
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
    business_date,
    _version_at,
    _is_deleted,
    _source_file,
    _source_line,
    _row_hash
from {{ source('crm', 'accounts') }}
