select
    customers.customer_id,
    customers.customer_type,
    -- The name of a person is masked, and of whom we do not know what he is.
    case
        when customers.customer_type = 'business' then customers.name
        else {{ masked_name('customers.name') }}
    end as company_name,
    case
        when customers.customer_type = 'consumer' then {{ masked_name('coalesce(contacts.contact_name, customers.name)') }}
        else {{ masked_name('contacts.contact_name') }}
    end as contact_name,
    {{ masked_phone('customers.phone') }} as phone,
    {{ masked_email('customers.email') }} as email,
    accounts.industry,
    accounts.employee_count,
    accounts.annual_revenue,
    accounts.country,
    accounts.province,
    accounts.city,
    accounts.district,
    accounts.owner_id,
    accounts.acquisition_channel,
    accounts.membership_level,
    accounts.marketing_consent,
    customers.registered_at,
    {{ business_date('customers.registered_at') }} as registered_on,
    customers.is_in_crm,
    customers.is_in_erp,
    customers.is_in_shop
from {{ ref('int_customers__consolidated') }} as customers
left join {{ ref('int_customer_accounts__consolidated') }} as accounts on customers.customer_id = accounts.customer_id
left join {{ ref('int_customer_contacts__preferred') }} as contacts on customers.customer_id = contacts.customer_id
