{{ config(materialized='table') }}

with records as (
    select * from {{ ref('int_customer_records__normalised') }}
),

node_keys as (
    select distinct node_number, record_system, 'tax_id' as key_kind, tax_id as key_value
    from records
    where tax_id is not null
    union all
    select distinct node_number, record_system, 'phone' as key_kind, phone as key_value
    from records
    where phone is not null
    union all
    select distinct node_number, record_system, 'email' as key_kind, email as key_value
    from records
    where email is not null
    union all
    select distinct node_number, record_system, 'erp_customer_id' as key_kind, erp_customer_id as key_value
    from records
    where erp_customer_id is not null
),

node_tax_ids as (
    select node_number, max(tax_id) as tax_id
    from records
    group by node_number
),

keys_by_system as (
    select
        node_keys.key_kind,
        node_keys.key_value,
        node_keys.record_system,
        count(*) as node_count,
        min(node_tax_ids.tax_id) as first_tax_id,
        max(node_tax_ids.tax_id) as last_tax_id
    from node_keys
    inner join node_tax_ids on node_keys.node_number = node_tax_ids.node_number
    group by node_keys.key_kind, node_keys.key_value, node_keys.record_system
),

-- A switchboard or a shared mailbox says nothing about who calls, nor does a key that two companies carry.
trusted_keys as (
    select
        key_kind,
        key_value,
        sum(node_count) > 1 as is_shared,
        row_number() over (order by key_kind, key_value) as key_number
    from keys_by_system
    group by key_kind, key_value
    having
        max(node_count) <= {{ var('identity_key_record_limit') }}
        and (
            key_kind = 'erp_customer_id'
            or min(first_tax_id) is null
            or min(first_tax_id) = max(last_tax_id)
        )
)

select
    trusted_keys.key_number,
    trusted_keys.key_kind,
    trusted_keys.key_value,
    trusted_keys.is_shared,
    node_keys.node_number
from node_keys
inner join trusted_keys
    on node_keys.key_kind = trusted_keys.key_kind and node_keys.key_value = trusted_keys.key_value
