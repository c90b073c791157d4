{{ config(materialized='table') }}

with records as (
    select
        *,
        {{ digits_of('phone') }} as phone_digits
    from {{ ref('int_customer_records__combined') }}
),

normalised as (
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
),

-- A contact is not a node of its own: its keys are keys of its account.
nodes as (
    select
        record_system,
        record_id,
        row_number() over (order by source_priority, record_id) as node_number
    from normalised
    where record_entity <> 'contacts'
)

select
    normalised.*,
    nodes.node_number
from normalised
inner join nodes
    on
        normalised.record_system = nodes.record_system
        and coalesce(normalised.account_id, normalised.record_id) = nodes.record_id
