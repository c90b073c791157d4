{{ config(materialized='table') }}

-- "unknown" and not null, so that a group without a name is a group of its own.
select
    customers.customer_id,
    coalesce(customers.customer_type, 'unknown') as customer_type,
    coalesce(customers.macro_region, 'unknown') as macro_region,
    coalesce(segments.rfm_segment, 'unknown') as rfm_segment,
    coalesce(segments.value_tier, 'unknown') as value_tier,
    coalesce(owners.team, 'unknown') as owner_team
from {{ ref('dim_customers') }} as customers
left join {{ ref('int_customers__segmented') }} as segments on customers.customer_id = segments.customer_id
left join {{ ref('dim_owners_history') }} as owners on customers.owner_id = owners.owner_id and owners.is_current
