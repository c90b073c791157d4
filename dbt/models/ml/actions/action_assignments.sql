with assignments as (
    select * from {{ source('scores', 'actions') }}
    where as_of_date <= {{ as_of_date() }}
),

tasks as (
    select distinct customer_id, as_of_date from assignments
),

-- A task is made at night: what answers it happens on a later day.
contacts as (
    select
        tasks.customer_id,
        tasks.as_of_date,
        interactions.occurred_on,
        interactions.kind,
        interactions.outcome,
        row_number() over (
            partition by tasks.customer_id, tasks.as_of_date order by interactions.occurred_at, interactions.interaction_id
        ) as position
    from tasks
    inner join {{ ref('fct_interactions') }} as interactions
        on tasks.customer_id = interactions.customer_id and interactions.occurred_on > tasks.as_of_date
),

orders as (
    select
        tasks.customer_id,
        tasks.as_of_date,
        min(orders.ordered_on) as ordered_on
    from tasks
    inner join {{ ref('fct_orders') }} as orders
        on tasks.customer_id = orders.customer_id and orders.ordered_on > tasks.as_of_date
    where orders.is_counted
    group by tasks.customer_id, tasks.as_of_date
)

select
    assignments.customer_id,
    assignments.programme,
    assignments.as_of_date,
    assignments.status,
    assignments.action_code,
    assignments.reason,
    assignments.value_tier,
    assignments.owner_id,
    assignments.churn_probability,
    {{ money('assignments.value_if_kept_amount') }} as value_if_kept_amount,
    {{ money('assignments.expected_value_amount') }} as expected_value_amount,
    '{{ reporting_currency() }}' as currency,
    working.working_on as due_on,
    assignments.is_measured,
    contacts.occurred_on as contacted_on,
    contacts.kind as contact_kind,
    contacts.outcome as contact_outcome,
    orders.ordered_on as next_ordered_on
from assignments
left join {{ ref('int_working_days__next') }} as working
    on {{ add_days('assignments.as_of_date', 'cast(assignments.due_days as integer)') }} = working.date_on
left join contacts
    on assignments.customer_id = contacts.customer_id and assignments.as_of_date = contacts.as_of_date and contacts.position = 1
left join orders on assignments.customer_id = orders.customer_id and assignments.as_of_date = orders.as_of_date
