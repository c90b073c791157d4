with members as (
    select * from {{ ref('segment_history') }}
    where as_of_date = {{ as_of_date() }}
),

expected as (
    select * from {{ ref('next_purchases') }}
    where as_of_date = {{ as_of_date() }}
),

valued as (
    select * from {{ ref('clv_scores') }}
    where as_of_date = {{ as_of_date() }}
)

select
    members.customer_id,
    customers.company_name,
    members.segment_code as label,
    segments.name_en as label_en,
    segments.name_zh as label_zh,
    members.membership_probability as score,
    segments.advice_en,
    segments.advice_zh,
    customers.owner_id,
    owners.owner_name,
    -- To be done before the customer is expected to order by himself.
    expected.expected_on as due_on,
    {{ money('valued.clv_amount') }} as expected_value_amount,
    '{{ reporting_currency() }}' as currency,
    customers.customer_type,
    members.as_of_date
from members
inner join {{ ref('int_segments__named') }} as segments on members.segment_code = segments.segment_code
inner join {{ ref('dim_customers') }} as customers on members.customer_id = customers.customer_id
left join expected on members.customer_id = expected.customer_id
left join valued on members.customer_id = valued.customer_id
left join {{ ref('dim_owners_history') }} as owners on customers.owner_id = owners.owner_id and owners.is_current
