-- What still has to be done: neither contacted nor bought since, and not older than the time after which it is asked anew.
with open_tasks as (
    select
        *,
        row_number() over (partition by customer_id, programme order by as_of_date desc) as position
    from {{ ref('action_assignments') }}
    where
        status = 'assigned'
        and contacted_on is null
        and next_ordered_on is null
        and as_of_date > {{ add_days(as_of_date(), '-(select cast(value as integer) from ' ~ ref('action_policy') ~ " where setting = 'cool_down_days')") }}
)

select
    tasks.customer_id,
    customers.company_name,
    customers.customer_type,
    tasks.programme,
    tasks.value_tier,
    tasks.reason,
    reasons.name_en as reason_name_en,
    reasons.name_zh as reason_name_zh,
    tasks.action_code,
    catalogue.name_en as action_name_en,
    catalogue.name_zh as action_name_zh,
    catalogue.advice_en,
    catalogue.advice_zh,
    catalogue.channel,
    tasks.owner_id,
    owners.owner_name,
    tasks.as_of_date as assigned_on,
    tasks.due_on,
    tasks.churn_probability,
    tasks.value_if_kept_amount,
    tasks.expected_value_amount,
    tasks.currency,
    -- Nobody waits for a solution of his complaint because others are worth more.
    row_number() over (
        partition by tasks.programme, tasks.owner_id
        order by case when tasks.reason = 'open_complaint' then 0 else 1 end, tasks.expected_value_amount desc, tasks.customer_id
    ) as owner_priority
from open_tasks as tasks
inner join {{ ref('action_catalogue') }} as catalogue on tasks.action_code = catalogue.action_code
inner join {{ ref('dim_customers') }} as customers on tasks.customer_id = customers.customer_id
left join {{ ref('action_reasons') }} as reasons on tasks.reason = reasons.reason
left join {{ ref('dim_owners_history') }} as owners on tasks.owner_id = owners.owner_id and owners.is_current
where tasks.position = 1
