{%- set contacts = [
    ('order', 'fct_orders', 'sales_channel', 'ordered_on', 'net_amount'),
    ('ticket', 'fct_tickets', 'channel', 'created_on', 'null'),
    ('interaction', 'fct_interactions', 'kind', 'occurred_on', 'null'),
    ('web_session', 'fct_web_sessions', 'platform', 'started_on', 'null'),
] -%}

with contacts as (
    {%- for kind, fact, channel, day, amount in contacts %}
    select
        '{{ kind }}' as contact_kind,
        {{ channel }} as channel,
        {{ day }} as contacted_on,
        customer_id,
        {{ money(amount) }} as net_amount
    from {{ ref(fact) }}
    where {{ channel }} is not null
    {%- if kind == 'order' %} and is_counted{% endif %}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    contacts.*,
    classes.channel_class,
    classes.is_digital,
    classes.is_self_service
from contacts
left join {{ ref('channel_classes') }} as classes
    on contacts.contact_kind = classes.contact_kind and contacts.channel = classes.channel
