with accounts as (
    select
        'crm' as record_system,
        'accounts' as record_entity,
        account_id as record_id,
        account_id,
        1 as source_priority,
        customer_type,
        name,
        tax_id,
        erp_customer_id,
        phone,
        email,
        registered_at,
        updated_at
    from {{ ref('stg_crm__accounts') }}
),

contacts as (
    select
        'crm' as record_system,
        'contacts' as record_entity,
        contacts.contact_id as record_id,
        contacts.account_id,
        2 as source_priority,
        cast(null as {{ dbt.type_string() }}) as customer_type,
        contacts.name,
        cast(null as {{ dbt.type_string() }}) as tax_id,
        cast(null as {{ dbt.type_string() }}) as erp_customer_id,
        contacts.phone,
        contacts.email,
        cast(null as timestamp) as registered_at,
        contacts.updated_at
    from {{ ref('stg_crm__contacts') }} as contacts
    -- A contact of no known account is nobody's customer record.
    inner join accounts on contacts.account_id = accounts.account_id
),

erp_customers as (
    select
        'erp' as record_system,
        'customers' as record_entity,
        erp_customer_id as record_id,
        cast(null as {{ dbt.type_string() }}) as account_id,
        3 as source_priority,
        cast(null as {{ dbt.type_string() }}) as customer_type,
        name,
        tax_id,
        erp_customer_id,
        phone,
        email,
        cast(null as timestamp) as registered_at,
        updated_at
    from {{ ref('stg_erp__customers') }}
),

shop_users as (
    select
        'ecommerce' as record_system,
        'users' as record_entity,
        user_id as record_id,
        cast(null as {{ dbt.type_string() }}) as account_id,
        4 as source_priority,
        cast(null as {{ dbt.type_string() }}) as customer_type,
        nickname as name,
        cast(null as {{ dbt.type_string() }}) as tax_id,
        cast(null as {{ dbt.type_string() }}) as erp_customer_id,
        phone,
        email,
        registered_at,
        updated_at
    from {{ ref('stg_ecommerce__users') }}
)

select * from accounts
union all
select * from contacts
union all
select * from erp_customers
union all
select * from shop_users
