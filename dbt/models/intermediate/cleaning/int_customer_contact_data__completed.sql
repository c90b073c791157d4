{{ config(materialized='table') }}

{%- set fields = ['contact_name', 'phone', 'email'] -%}

with known as (
    select
        customers.customer_id,
        coalesce(contacts.contact_name, case when customers.customer_type = 'consumer' then customers.name end) as contact_name,
        coalesce(
            contacts.contact_name_source,
            case when customers.customer_type = 'consumer' then customers.name_source end
        ) as contact_name_source,
        customers.phone,
        customers.phone_source,
        customers.email,
        customers.email_source
    from {{ ref('int_customers__consolidated') }} as customers
    left join {{ ref('int_customer_contacts__preferred') }} as contacts on customers.customer_id = contacts.customer_id
),

evidence as (
    select
        evidence.*,
        row_number() over (
            partition by evidence.customer_id
            order by evidence.observed_at desc, evidence.source, evidence.evidence_id
        ) as lateness
    from {{ ref('int_contact_evidence__collected') }} as evidence
),

latest as (
    select
        customer_id
        {%- for field in fields %},
        {{ best_value(field, 'lateness') }} as {{ field }},
        min_by(source, case when {{ field }} is not null then lateness end) as {{ field }}_source,
        min_by(observed_at, case when {{ field }} is not null then lateness end) as {{ field }}_observed_at
        {%- endfor %}
    from evidence
    group by customer_id
)

select
    known.customer_id
    {%- for field in fields %},
    coalesce(known.{{ field }}, latest.{{ field }}) as {{ field }},
    known.{{ field }}_source,
    case when known.{{ field }} is null then latest.{{ field }}_source end as {{ field }}_inferred_from,
    case when known.{{ field }} is null then latest.{{ field }}_observed_at end as {{ field }}_inferred_at
    {%- endfor %}
from known
left join latest on known.customer_id = latest.customer_id
