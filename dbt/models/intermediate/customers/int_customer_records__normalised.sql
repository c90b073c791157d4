{{ config(materialized='table') }}

with records as (
    select
        *,
        {{ phone_digits('phone') }} as phone_digits
    from {{ ref('int_customer_records__combined') }}
)

select
    record_system,
    record_entity,
    record_id,
    account_id,
    source_priority,
    customer_type,
    nullif(trim(name), '') as name,
    {{ alphanumerics_of('tax_id') }} as tax_id,
    nullif(trim(erp_customer_id), '') as erp_customer_id,
    {{ normalised_phone('phone_digits') }} as phone,
    {{ normalised_email('email') }} as email,
    registered_at,
    updated_at
from records
