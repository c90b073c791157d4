select
    identified.customer_id,
    min(users.registered_at) as opened_at
from {{ ref('stg_ecommerce__users') }} as users
inner join {{ ref('int_customers__identified') }} as identified
    on users.user_id = identified.record_id and identified.record_system = 'ecommerce' and identified.record_entity = 'users'
group by identified.customer_id
