with contacts as (
    select
        customers.customer_id,
        contacts.name,
        contacts.contact_id,
        row_number() over (
            partition by customers.customer_id
            order by
                coalesce(contacts.is_decision_maker, false) desc,
                contacts.updated_at desc nulls last,
                contacts.contact_id
        ) as preference
    from {{ ref('stg_crm__contacts') }} as contacts
    inner join {{ ref('int_customers__identified') }} as customers
        on
            customers.record_system = 'crm'
            and customers.record_entity = 'contacts'
            and customers.record_id = contacts.contact_id
    where contacts.name is not null
)

select
    customer_id,
    name as contact_name,
    concat('contacts ', contact_id) as contact_name_source
from contacts
where preference = 1
