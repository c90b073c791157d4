{{ config(materialized='table') }}

with keys as (
    select * from {{ source('identity', 'keys') }}
    where as_of_date <= {{ as_of_date() }}
),

latest as (
    select max(as_of_date) as as_of_date from {{ source('identity', 'crosswalk') }}
    where as_of_date <= {{ as_of_date() }}
)

select
    keys.key_kind,
    -- Identity writes numbers of other countries with a plus sign, the macro normalised_phone in digits only.
    case when keys.key_kind = 'phone' then replace(keys.key_value, '+', '') else keys.key_value end as key_value,
    min(keys.customer_id) as customer_id
from keys
inner join latest on keys.as_of_date = latest.as_of_date
group by 1, 2
-- +1 301 200 0000 and the mobile 13012000000 are two keys, and one in digits only: then it is nobody's.
having min(keys.customer_id) = max(keys.customer_id)
