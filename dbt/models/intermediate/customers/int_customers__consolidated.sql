{{ config(materialized='table') }}

{%- set name = "case when record_entity <> 'contacts' then name end" %}
{%- set source = "concat(record_entity, ' ', record_id)" %}

with records as (
    select
        customers.customer_id,
        records.*,
        row_number() over (
            partition by customers.customer_id
            order by records.source_priority, records.updated_at desc nulls last, records.record_id
        ) as preference
    from {{ ref('int_customers__identified') }} as customers
    inner join {{ ref('int_customer_records__normalised') }} as records
        on
            customers.record_system = records.record_system
            and customers.record_entity = records.record_entity
            and customers.record_id = records.record_id
),

consolidated as (
    select
        customer_id,
        {{ best_value('customer_type', 'preference') }} as known_customer_type,
        {{ best_value(name, 'preference') }} as name,
        {{ best_source(name, 'preference', source) }} as name_source,
        {{ best_value('tax_id', 'preference') }} as tax_id,
        {{ best_value('phone', 'preference') }} as phone,
        {{ best_source('phone', 'preference', source) }} as phone_source,
        {{ best_value('email', 'preference') }} as email,
        {{ best_source('email', 'preference', source) }} as email_source,
        min(registered_at) as registered_at,
        max(case when record_entity = 'accounts' then 1 else 0 end) = 1 as is_in_crm,
        max(case when record_entity = 'customers' then 1 else 0 end) = 1 as is_in_erp,
        max(case when record_entity = 'users' then 1 else 0 end) = 1 as is_in_shop
    from records
    group by customer_id
)

select
    customer_id,
    -- Where the CRM does not say, a tax number makes a company and a shop account a person.
    coalesce(
        known_customer_type,
        case when tax_id is not null then 'business' when is_in_shop then 'consumer' end
    ) as customer_type,
    name,
    name_source,
    tax_id,
    phone,
    phone_source,
    email,
    email_source,
    registered_at,
    is_in_crm,
    is_in_erp,
    is_in_shop
from consolidated
