{{ config(materialized='table') }}

{#- Every round climbs one parent higher. Who comes back to himself on the way up is in a circle, and his own head. -#}

with customers as (
    select customer_id from {{ ref('int_customers__consolidated') }}
),

accounts as (
    select account_id, customer_id from {{ ref('int_accounts__identified') }}
),

parents as (
    select
        children.customer_id,
        min(heads.customer_id) as parent_customer_id
    from {{ ref('stg_crm__accounts') }} as accounts
    inner join accounts as children on accounts.account_id = children.account_id
    inner join accounts as heads on accounts.parent_account_id = heads.account_id
    inner join customers on heads.customer_id = customers.customer_id
    where children.customer_id <> heads.customer_id
    group by children.customer_id
),

heads_0 as (
    select customer_id, customer_id as head_id, 0 as level_number
    from customers
),
{% for round in range(1, var('customer_hierarchy_levels') + 1) %}
heads_{{ round }} as (
    select
        heads.customer_id,
        coalesce(parents.parent_customer_id, heads.head_id) as head_id,
        heads.level_number + case when parents.parent_customer_id is not null then 1 else 0 end as level_number
    from heads_{{ round - 1 }} as heads
    left join parents on heads.head_id = parents.customer_id
),
{% endfor %}
resolved as (
    select
        heads.customer_id,
        parents.parent_customer_id,
        heads.head_id,
        heads.level_number,
        above.parent_customer_id is not null as is_circular
    from heads_{{ var('customer_hierarchy_levels') }} as heads
    left join parents on heads.customer_id = parents.customer_id
    left join parents as above on heads.head_id = above.customer_id
)

select
    customer_id,
    case when not is_circular then parent_customer_id end as parent_customer_id,
    case when is_circular then customer_id else head_id end as group_customer_id,
    case when is_circular then 0 else level_number end as group_level
from resolved
