-- What service, surveys and channels say of a customer now. Null where nothing was delivered or nobody asked.
with tickets as (
    select
        customer_id,
        count(*) as ticket_count,
        count(case when not is_resolved then 1 end) as open_ticket_count,
        cast(avg(satisfaction_score) as decimal(18, 4)) as mean_satisfaction_score
    from {{ ref('fct_tickets') }}
    where customer_id is not null
    group by customer_id
),

answers as (
    select
        customer_id,
        nps_class,
        row_number() over (partition by customer_id order by responded_at desc, response_id desc) as answer_rank
    from {{ ref('fct_survey_responses') }}
    where customer_id is not null and nps_class is not null
),

channels as (
    select
        customer_id,
        sales_channel,
        row_number() over (partition by customer_id order by count(*) desc, max(ordered_on) desc, sales_channel) as channel_rank
    from {{ ref('fct_orders') }}
    where is_counted and customer_id is not null and sales_channel is not null
    group by customer_id, sales_channel
),

contacts as (
    select customer_id, max(occurred_on) as last_contact_on
    from {{ ref('customer_timeline') }}
    where contact_kind in ('ticket', 'interaction', 'survey', 'web_session', 'review')
    group by customer_id
)

select
    customers.customer_id,
    channels.sales_channel as preferred_channel,
    contacts.last_contact_on,
    case when {{ is_available('tickets', 'tickets') }} then coalesce(tickets.ticket_count, 0) end as ticket_count,
    case when {{ is_available('tickets', 'tickets') }} then coalesce(tickets.open_ticket_count, 0) end as open_ticket_count,
    tickets.mean_satisfaction_score,
    answers.nps_class
from {{ ref('dim_customers') }} as customers
left join channels on customers.customer_id = channels.customer_id and channels.channel_rank = 1
left join contacts on customers.customer_id = contacts.customer_id
left join tickets on customers.customer_id = tickets.customer_id
left join answers on customers.customer_id = answers.customer_id and answers.answer_rank = 1
