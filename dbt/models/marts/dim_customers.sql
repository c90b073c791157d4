select
    customers.customer_id,
    customers.customer_type,
    -- The name of a person is masked, and of whom we do not know what he is.
    case
        when customers.customer_type = 'business' then {{ half_width('customers.name') }}
        else {{ masked_name(half_width('customers.name')) }}
    end as company_name,
    {{ masked_name(half_width('contacts.contact_name')) }} as contact_name,
    contacts.contact_name_inferred_from,
    {{ masked_phone('contacts.phone') }} as phone,
    contacts.phone_inferred_from,
    {{ masked_email('contacts.email') }} as email,
    contacts.email_inferred_from,
    industries.industry_name_en as industry,
    industries.industry_name_zh,
    industries.industry_code,
    trim(accounts.industry) as industry_source_text,
    accounts.employee_count,
    accounts.annual_revenue,
    accounts.country,
    accounts.province,
    provinces.macro_region,
    accounts.city,
    accounts.district,
    accounts.owner_id,
    groups.parent_customer_id,
    groups.group_customer_id,
    accounts.acquisition_channel,
    accounts.membership_level,
    accounts.marketing_consent,
    customers.registered_at,
    {{ business_date('customers.registered_at') }} as registered_on,
    customers.is_in_crm,
    customers.is_in_erp,
    customers.is_in_shop,
    -- Where each best value comes from.
    customers.name_source as company_name_source,
    contacts.contact_name_source,
    contacts.phone_source,
    contacts.email_source,
    accounts.account_id,
    accounts.older_account_values
from {{ ref('int_customers__consolidated') }} as customers
left join {{ ref('int_customer_accounts__consolidated') }} as accounts on customers.customer_id = accounts.customer_id
left join {{ ref('int_customer_contact_data__completed') }} as contacts on customers.customer_id = contacts.customer_id
left join {{ ref('int_industries__matched') }} as industries on trim(accounts.industry) = industries.industry_text
left join {{ ref('int_provinces__matched') }} as provinces on accounts.province = provinces.province_text
left join {{ ref('int_customer_groups__resolved') }} as groups on customers.customer_id = groups.customer_id
