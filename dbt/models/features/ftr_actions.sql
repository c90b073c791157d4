with orders as (
    select
        customer_id,
        count(*) as order_count,
        count(case when discount_amount > 0 then 1 end) / cast(nullif(count(discount_amount), 0) as double) as discount_order_share,
        max(ordered_on) as last_ordered_on,
        {{ days_between('max(ordered_on)', as_of_date()) }} as days_since_order,
        {{ days_between('min(ordered_on)', 'max(ordered_on)') }} / cast(nullif(count(distinct ordered_on) - 1, 0) as double) as mean_gap_days
    from {{ ref('fct_orders') }}
    where is_counted and customer_id is not null
    group by customer_id
),

complaints as (
    select
        customer_id,
        count(*) as complaint_count_180_days,
        count(case when not is_resolved then 1 end) as unresolved_complaint_count
    from {{ ref('fct_tickets') }}
    where
        kind = 'complaint'
        and customer_id is not null
        and created_on > {{ add_days(as_of_date(), -var('recent_complaints_window_days')) }}
    group by customer_id
),

answers as (
    select
        customer_id,
        nps_class,
        row_number() over (partition by customer_id order by responded_at desc, response_id desc) as position
    from {{ ref('fct_survey_responses') }}
    where nps_class is not null and customer_id is not null
)

select
    customers.customer_id,
    customers.customer_type,
    customers.owner_id,
    customers.marketing_consent as has_marketing_consent,
    orders.order_count,
    orders.last_ordered_on,
    orders.days_since_order,
    orders.mean_gap_days,
    orders.discount_order_share,
    case when {{ is_available('tickets', 'tickets') }} then coalesce(complaints.complaint_count_180_days, 0) end
        as complaint_count_180_days,
    case when {{ is_available('tickets', 'tickets') }} then coalesce(complaints.unresolved_complaint_count, 0) end
        as unresolved_complaint_count,
    answers.nps_class
from orders
inner join {{ ref('dim_customers') }} as customers on orders.customer_id = customers.customer_id
left join complaints on orders.customer_id = complaints.customer_id
left join answers on orders.customer_id = answers.customer_id and answers.position = 1
