{{ config(materialized='table') }}

with keys as (
    select * from {{ ref('int_customer_keys__collected') }}
),

records as (
    select * from {{ ref('int_customer_records__normalised') }}
    where record_entity <> 'contacts'
),

customers as (
    select * from {{ ref('int_customers__identified') }}
)

select
    keys.key_kind,
    keys.key_value,
    min(customers.customer_id) as customer_id
from keys
inner join records on keys.node_number = records.node_number
inner join customers
    on
        records.record_system = customers.record_system
        and records.record_entity = customers.record_entity
        and records.record_id = customers.record_id
group by keys.key_kind, keys.key_value
-- A key that identity left with two customers points at neither.
having min(customers.customer_id) = max(customers.customer_id)
