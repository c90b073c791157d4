{%- set contacts = [
    ('order', 'fct_orders', 'order_id', 'ordered', 'sales_channel', 'status', 'gross_amount', 'null'),
    ('refund', 'fct_refunds', 'refund_id', 'refunded', 'null', 'null', '-refund_amount', 'null'),
    ('ticket', 'fct_tickets', 'ticket_id', 'created', 'channel', 'kind', 'null', 'satisfaction_score'),
    ('interaction', 'fct_interactions', 'interaction_id', 'occurred', 'kind', 'kind', 'null', 'null'),
    ('opportunity', 'fct_opportunities', 'opportunity_id', 'created', 'null', 'stage', 'amount', 'null'),
    ('opportunity_closed', 'fct_opportunities', 'opportunity_id', 'closed', 'null', 'stage', 'amount', 'null'),
    ('survey', 'fct_survey_responses', 'response_id', 'responded', 'null', 'survey', 'null', 'score'),
    ('web_session', 'fct_web_sessions', 'session_id', 'started', 'platform', 'device', 'null', 'null'),
    ('campaign_touch', 'fct_campaign_touches', 'touch_id', 'sent', 'channel', 'content_kind', 'null', 'null'),
    ('review', 'fct_reviews', 'review_id', 'created', 'null', 'null', 'null', 'rating'),
] -%}

with contacts as (
    {%- for kind, fact, id, time, channel, detail, amount, score in contacts %}
    select
        customer_id,
        {{ time }}_at as occurred_at,
        {{ time }}_on as occurred_on,
        '{{ kind }}' as contact_kind,
        {{ id }} as contact_id,
        cast({{ channel }} as {{ dbt.type_string() }}) as channel,
        cast({{ detail }} as {{ dbt.type_string() }}) as detail,
        {{ money(amount) }} as amount,
        {{ money(score) }} as score
    from {{ ref(fact) }}
    where customer_id is not null and {{ time }}_at is not null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

-- Who got the ticket is not a contact with the customer.
ticket_events as (
    select
        customer_id,
        occurred_at,
        occurred_on,
        'ticket_event' as contact_kind,
        concat(ticket_id, '#', cast(event_number as {{ dbt.type_string() }})) as contact_id,
        cast(null as {{ dbt.type_string() }}) as channel,
        kind as detail,
        {{ money('null') }} as amount,
        {{ money('null') }} as score
    from {{ ref('fct_ticket_events') }}
    where customer_id is not null and kind <> 'assigned'
),

united as (
    select * from contacts
    union all
    select * from ticket_events
)

select
    customer_id,
    row_number() over (partition by customer_id order by occurred_at, contact_kind, contact_id) as contact_number,
    occurred_at,
    occurred_on,
    contact_kind,
    contact_id,
    channel,
    detail,
    amount,
    score
from united
