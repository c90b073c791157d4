{#- Whom an answer or a message belongs to: by an identifier of a source system, else by e-mail, else by phone.
    Columns: the ID, customer_id and link_rule. -#}
{% macro linked_contacts(relation, id, reference, email, phone) -%}
with contacts as (
    select
        {{ id }},
        {{ reference }} as reference,
        {{ normalised_email(email) }} as email,
        {{ digits_of(phone) }} as phone_digits
    from {{ relation }}
),

keys as (
    select * from {{ ref('int_customer_keys__identified') }}
)

select
    contacts.{{ id }},
    coalesce(by_reference.customer_id, by_email.customer_id, by_phone.customer_id) as customer_id,
    case
        when by_reference.customer_id is not null then 'reference'
        when by_email.customer_id is not null then 'email'
        when by_phone.customer_id is not null then 'phone'
    end as link_rule
from contacts
left join {{ ref('int_customer_references__identified') }} as by_reference on contacts.reference = by_reference.reference
left join keys as by_email on by_email.key_kind = 'email' and contacts.email = by_email.key_value
left join keys as by_phone
    on by_phone.key_kind = 'phone' and {{ normalised_phone('contacts.phone_digits') }} = by_phone.key_value
{%- endmacro %}
