{%- set attributes = ['birth_year', 'gender', 'income_band', 'education', 'occupation', 'marital_status'] -%}

-- A shop user knows two of them; what the CRM says goes before it.
with records as (
    select
        'crm' as record_system, 'accounts' as record_entity, account_id as record_id, 1 as source_priority, updated_at,
        birth_year, gender, income_band, education, occupation, marital_status
    from {{ ref('stg_crm__accounts') }}
    where customer_type = 'consumer'
    union all
    select
        'ecommerce' as record_system, 'users' as record_entity, user_id as record_id, 2 as source_priority, updated_at,
        birth_year, gender, null, null, null, null
    from {{ ref('stg_ecommerce__users') }}
),

preferred as (
    select
        customers.customer_id,
        records.*,
        row_number() over (
            partition by customers.customer_id
            order by records.source_priority, records.updated_at desc nulls last, records.record_id
        ) as preference
    from records
    inner join {{ ref('int_customers__identified') }} as customers
        on
            records.record_system = customers.record_system
            and records.record_entity = customers.record_entity
            and records.record_id = customers.record_id
),

consolidated as (
    select
        customer_id,
        {%- for attribute in attributes %}
        {{ best_value(attribute, 'preference') }} as {{ attribute }}{{ ',' if not loop.last }}
        {%- endfor %}
    from preferred
    group by customer_id
)

-- The shop account of a company says nothing of a person.
select
    consolidated.customer_id,
    consolidated.birth_year,
    coalesce(terms.gender, trim(consolidated.gender)) as gender,
    consolidated.income_band,
    consolidated.education,
    consolidated.occupation,
    consolidated.marital_status
from consolidated
inner join {{ ref('int_customers__consolidated') }} as customers on consolidated.customer_id = customers.customer_id
left join {{ ref('gender_terms') }} as terms on lower(trim(consolidated.gender)) = terms.term
where customers.customer_type is distinct from 'business'
