{{ config(materialized='table') }}

with present as (
    select
        record_id as account_id,
        customer_id
    from {{ ref('int_customers__identified') }}
    where record_system = 'crm' and record_entity = 'accounts'
),

-- An account that the CRM has deleted still owns its past: its own keys find the customer.
deleted as (
    select
        account_id,
        nullif(trim(erp_customer_id), '') as erp_customer_id,
        {{ normalised_email('email') }} as email,
        {{ phone_digits('phone') }} as phone_digits,
        row_number() over (partition by account_id order by _version_at desc, business_date desc, _row_hash desc) as version_rank
    from {{ source('crm', 'accounts') }} as accounts
    anti join present on accounts.account_id = present.account_id
    where business_date <= {{ as_of_date() }} and not _is_deleted
),

keys as (
    select * from {{ ref('int_customer_keys__identified') }}
)

select account_id, customer_id, false as is_deleted
from present
union all
select
    deleted.account_id,
    coalesce(by_number.customer_id, by_phone.customer_id, by_email.customer_id) as customer_id,
    true as is_deleted
from deleted
left join keys as by_number on by_number.key_kind = 'erp_customer_id' and deleted.erp_customer_id = by_number.key_value
left join keys as by_phone
    on by_phone.key_kind = 'phone' and {{ normalised_phone('deleted.phone_digits') }} = by_phone.key_value
left join keys as by_email on by_email.key_kind = 'email' and deleted.email = by_email.key_value
where deleted.version_rank = 1
