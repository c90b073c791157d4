-- F1 and F3: a window of days against the one before it.
{%- set window = var('login_window_days') %}
{%- set recent, before = add_days(as_of_date(), -window), add_days(as_of_date(), -2 * window) %}
with logins as (
    select
        customer_id,
        cast(sum(case when started_on > {{ recent }} then login_count else 0 end) as bigint) as login_count,
        cast(sum(case when started_on <= {{ recent }} then login_count else 0 end) as bigint) as previous_login_count
    from {{ ref('fct_web_sessions') }}
    where customer_id is not null and started_on > {{ before }}
    group by customer_id
),

{%- set window = var('churn_window_days') %}
{%- set recent, before = add_days(as_of_date(), -window), add_days(as_of_date(), -2 * window) %}

complaints as (
    select
        customer_id,
        count(case when created_on > {{ recent }} then 1 end) as recent_complaint_count,
        count(case when created_on <= {{ recent }} then 1 end) as previous_complaint_count
    from {{ ref('fct_tickets') }}
    where kind = 'complaint' and customer_id is not null and created_on > {{ before }}
    group by customer_id
)

select
    customers.customer_id,
    case when {{ is_available('ecommerce', 'events') }} then coalesce(logins.login_count, 0) end as login_count,
    case when {{ is_available('ecommerce', 'events') }} then coalesce(logins.previous_login_count, 0) end as previous_login_count,
    case when {{ is_available('tickets', 'tickets') }} then coalesce(complaints.recent_complaint_count, 0) end as recent_complaint_count,
    case when {{ is_available('tickets', 'tickets') }} then coalesce(complaints.previous_complaint_count, 0) end as previous_complaint_count
from {{ ref('dim_customers') }} as customers
left join logins on customers.customer_id = logins.customer_id
left join complaints on customers.customer_id = complaints.customer_id
