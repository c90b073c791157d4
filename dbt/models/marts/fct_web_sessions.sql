with events as (
    select * from {{ ref('int_web_events__sessionised') }}
),

sessions as (
    select
        visitor_id,
        session_number,
        max(case when is_start then event_id end) as first_event_id,
        max(user_id) as user_id,
        min(occurred_at) as started_at,
        max(occurred_at) as ended_at,
        count(*) as event_count,
        {%- for kind in ['login', 'page_view', 'product_view', 'search', 'add_to_cart', 'checkout', 'purchase', 'feature_use'] %}
        count(case when kind = '{{ kind }}' then 1 end) as {{ kind }}_count,
        {%- endfor %}
        max(case when is_start then device end) as device,
        max(case when is_start then platform end) as platform,
        max(case when is_start then utm_source end) as utm_source
    from events
    group by visitor_id, session_number
),

dated as (
    select
        sessions.*,
        users.customer_id,
        {{ business_date('sessions.started_at') }} as started_on
    from sessions
    left join {{ ref('int_customers__identified') }} as users
        on users.record_system = 'ecommerce' and users.record_entity = 'users' and sessions.user_id = users.record_id
)

select
    dated.first_event_id as session_id,
    dated.customer_id,
    coalesce(customers.customer_key, 'unknown') as customer_key,
    dated.user_id,
    dated.started_at,
    dated.started_on,
    dated.ended_at,
    {{ seconds_between('dated.started_at', 'dated.ended_at') }} as duration_seconds,
    dated.event_count,
    dated.login_count,
    dated.page_view_count,
    dated.product_view_count,
    dated.search_count,
    dated.add_to_cart_count,
    dated.checkout_count,
    dated.purchase_count,
    dated.feature_use_count,
    dated.device,
    dated.platform,
    dated.utm_source
from dated
left join {{ ref('dim_customers_history') }} as customers
    on dated.customer_id = customers.customer_id and {{ valid_on('customers', 'dated.started_on') }}
