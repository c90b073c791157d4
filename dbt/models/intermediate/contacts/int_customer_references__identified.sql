-- A number that two systems give to two customers refers to nobody.
select
    record_id as reference,
    min(customer_id) as customer_id
from {{ ref('int_customers__identified') }}
where record_entity in ('accounts', 'contacts', 'customers', 'users')
group by record_id
having min(customer_id) = max(customer_id)
