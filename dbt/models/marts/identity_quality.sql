with records_by_customer as (
    select customer_id, count(*) as record_count
    from {{ ref('int_customers__identified') }}
    where record_entity in ('accounts', 'customers', 'users')
    group by customer_id
),

latest as (
    select max(as_of_date) as as_of_date from {{ source('identity', 'crosswalk') }}
    where as_of_date <= {{ as_of_date() }}
),

measured as (
    select 'customers_by_record_count' as measure, cast(record_count as {{ dbt.type_string() }}) as category
    from records_by_customer
    union all
    select 'pairs_by_rule' as measure, links.link_rule as category
    from {{ source('identity', 'links') }} as links
    inner join latest on links.as_of_date = latest.as_of_date
    union all
    select 'records_by_rule' as measure, concat(record_entity, ': ', link_rule) as category
    from {{ ref('int_customers__identified') }}
    union all
    select 'review_by_reason' as measure, reason as category
    from {{ ref('identity_review_queue') }}
)

select measure, category, count(*) as item_count
from measured
group by measure, category
