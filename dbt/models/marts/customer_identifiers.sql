with identified as (
    select * from {{ ref('int_customers__identified') }}
),

records as (
    select
        record_system,
        record_entity,
        record_id,
        customer_type,
        name,
        phone,
        email
    from {{ ref('int_customer_records__normalised') }}
)

select
    identified.customer_id,
    identified.record_system,
    identified.record_entity,
    identified.record_id,
    identified.person_id,
    identified.issued_on,
    identified.link_rule,
    identified.match_weight,
    case when records.customer_type = 'business' then records.name else {{ masked_name('records.name') }} end as name,
    {{ masked_phone('records.phone') }} as phone,
    {{ masked_email('records.email') }} as email
from identified
left join records
    on
        identified.record_system = records.record_system
        and identified.record_entity = records.record_entity
        and identified.record_id = records.record_id
