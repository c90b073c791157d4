{%- set slices = {'all': ['all'], 'macro_region': ['all'], 'owner_team': ['all'], 'value_tier': ['all'], 'customer_type': ['all']} -%}
{%- set metrics = [
    ('nps', 'int_answers__classified', 'answered_on', "metric = 'nps'",
        "100 * (count(case when answer_class = 'positive' then 1 end) - count(case when answer_class = 'negative' then 1 end))", 'count(*)'),
    ('csat', 'int_answers__classified', 'answered_on', "metric = 'csat'", "count(case when answer_class = 'positive' then 1 end)", 'count(*)'),
    ('complaint_csat', 'int_tickets__measured', 'created_on', "kind = 'complaint' and is_resolved and satisfaction_score is not null",
        'count(case when is_satisfied then 1 end)', 'count(*)'),
    ('ivr_self_service_rate', 'int_tickets__measured', 'created_on', 'is_ivr', 'count(case when is_solved_by_ivr then 1 end)', 'count(*)'),
    ('first_response_business_minutes', 'int_tickets__measured', 'created_on', 'first_response_business_minutes is not null',
        'sum(first_response_business_minutes)', 'count(*)'),
    ('email_open_rate', 'int_touches__responded', 'sent_on', "channel = 'email' and is_opening_known",
        'count(case when opened_at is not null then 1 end)', 'count(*)'),
    ('referral_conversion_rate', 'fct_referrals', 'created_on', 'true', 'count(case when is_converted then 1 end)', 'count(*)'),
    ('average_order_value', 'fct_orders', 'ordered_on', 'is_counted', 'sum(net_amount)', 'count(*)'),
    ('orders_per_customer', 'fct_orders', 'ordered_on', 'is_counted and customer_id is not null', 'count(*)', 'count(distinct customer_id)'),
    ('revenue_per_customer', 'fct_orders', 'ordered_on', 'is_counted and customer_id is not null', 'sum(net_amount)', 'count(distinct customer_id)'),
] -%}
{%- set columns = {
    'int_answers__classified': 'customer_id, answered_on, answer_class',
    'int_tickets__measured': 'customer_id, created_on, is_satisfied, is_solved_by_ivr, first_response_business_minutes',
    'int_touches__responded': 'customer_id, sent_on, opened_at',
    'fct_referrals': 'referrer_customer_id, created_on, is_converted',
    'fct_orders': 'customer_id, ordered_on, net_amount',
} -%}
-- J2, J3: the same figures of the last year for everybody and by region, team of the account's owner, tier and type of customer.
with customers as (
    select customer_id as described_customer_id, macro_region, owner_team, value_tier, customer_type
    from {{ ref('int_customers__described') }}
)

{% for metric, relation, day, condition, numerator, denominator in metrics -%}
{%- set customer = 'referrer_customer_id' if relation == 'fct_referrals' else 'customer_id' -%}
select
    '{{ metric }}' as metric,
    {{ slice_columns(slices, day) }},
    cast({{ numerator }} as double) as numerator,
    cast({{ denominator }} as double) as denominator,
    count(distinct {{ customer }}) as customer_count
from (
    select
        facts.*,
        {%- for dimension in slices if dimension != 'all' %}
        coalesce(customers.{{ dimension }}, 'unknown') as {{ dimension }}{{ ',' if not loop.last }}
        {%- endfor %}
    from (
        select {{ columns[relation] }} from {{ ref(relation) }}
        where {{ condition }} and {{ day }} > {{ add_days(as_of_date(), -var('benchmark_window_days')) }}
    ) as facts
    left join customers on facts.{{ customer }} = customers.described_customer_id
) as described
group by {{ slice_sets(slices, day) }}
having count(*) > 0
{{ 'union all' if not loop.last }}
{% endfor %}
