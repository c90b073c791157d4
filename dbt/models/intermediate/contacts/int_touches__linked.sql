with touches as (
    select
        touch_id,
        customer_ref as reference,
        {{ normalised_email('recipient_email') }} as email,
        {{ phone_digits('recipient_phone') }} as phone_digits
    from {{ ref('stg_marketing__touches') }}
),

keys as (
    select * from {{ ref('int_customer_keys__identified') }}
)

select
    touches.touch_id,
    coalesce(by_reference.customer_id, by_email.customer_id, by_phone.customer_id) as customer_id,
    case
        when by_reference.customer_id is not null then 'reference'
        when by_email.customer_id is not null then 'email'
        when by_phone.customer_id is not null then 'phone'
    end as link_rule
from touches
left join {{ ref('int_customer_references__identified') }} as by_reference on touches.reference = by_reference.reference
left join keys as by_email on by_email.key_kind = 'email' and touches.email = by_email.key_value
left join keys as by_phone
    on by_phone.key_kind = 'phone' and {{ normalised_phone('touches.phone_digits') }} = by_phone.key_value
