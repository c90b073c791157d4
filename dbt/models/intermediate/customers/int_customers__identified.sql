{{ config(materialized='table') }}

with crosswalk as (
    select * from {{ source('identity', 'crosswalk') }}
    where as_of_date <= {{ as_of_date() }}
),

latest as (
    select max(as_of_date) as as_of_date from crosswalk
)

select
    crosswalk.record_system,
    crosswalk.record_entity,
    crosswalk.record_id,
    crosswalk.customer_id,
    crosswalk.person_id,
    crosswalk.issued_on,
    crosswalk.link_rule,
    crosswalk.match_weight
from crosswalk
inner join latest on crosswalk.as_of_date = latest.as_of_date
