{%- set sources = [('interaction', 'interactions'), ('ticket', 'tickets'), ('survey', 'surveys')] -%}

-- Only of those who lack something: they are few, and the contacts are many.
with incomplete as (
    select customers.customer_id
    from {{ ref('int_customers__consolidated') }} as customers
    left join {{ ref('int_customer_contacts__preferred') }} as contacts on customers.customer_id = contacts.customer_id
    where
        customers.phone is null
        or customers.email is null
        or coalesce(contacts.contact_name, case when customers.customer_type = 'consumer' then customers.name end) is null
),

interactions as (
    select
        interactions.customer_id,
        interactions.occurred_at as observed_at,
        interactions.interaction_id as evidence_id,
        contacts.name as contact_name,
        contacts.phone,
        contacts.email
    from {{ ref('fct_interactions') }} as interactions
    inner join {{ ref('stg_crm__contacts') }} as contacts on interactions.contact_id = contacts.contact_id
    semi join incomplete on interactions.customer_id = incomplete.customer_id
),

tickets as (
    select
        facts.customer_id,
        facts.created_at as observed_at,
        facts.ticket_id as evidence_id,
        -- A company that signs with its own name, whole or in part, names no person.
        case
            when coalesce({{ position_of(comparable_text('tickets.requester_name'), comparable_text('tickets.requester_company')) }}, 0) = 0
                and coalesce({{ position_of(comparable_text('tickets.requester_company'), comparable_text('tickets.requester_name')) }}, 0) = 0
                then tickets.requester_name
        end as contact_name,
        tickets.requester_phone as phone,
        tickets.requester_email as email
    from {{ ref('fct_tickets') }} as facts
    inner join {{ ref('stg_tickets__tickets') }} as tickets on facts.ticket_id = tickets.ticket_id
    semi join incomplete on facts.customer_id = incomplete.customer_id
),

surveys as (
    select
        facts.customer_id,
        facts.responded_at as observed_at,
        facts.response_id as evidence_id,
        cast(null as {{ dbt.type_string() }}) as contact_name,
        responses.respondent_phone as phone,
        responses.respondent_email as email
    from {{ ref('fct_survey_responses') }} as facts
    inner join {{ ref('stg_tickets__survey_responses') }} as responses on facts.response_id = responses.response_id
    semi join incomplete on facts.customer_id = incomplete.customer_id
),

evidence as (
    {%- for source, relation in sources %}
    select *, '{{ source }}' as source, {{ phone_digits('phone') }} as phone_digits from {{ relation }}
    where customer_id is not null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    customer_id,
    source,
    evidence_id,
    observed_at,
    nullif(trim(contact_name), '') as contact_name,
    {{ normalised_phone('phone_digits') }} as phone,
    {{ normalised_email('email') }} as email
from evidence
