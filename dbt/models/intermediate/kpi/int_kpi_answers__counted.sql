{%- set slices = {
    'all': ['day', 'week', 'month'], 'macro_region': ['day', 'week', 'month'], 'customer_type': ['day', 'week', 'month'],
} -%}
with answers as (
    select
        answers.answered_on,
        answers.answer_class,
        coalesce(customers.macro_region, 'unknown') as macro_region,
        coalesce(customers.customer_type, 'unknown') as customer_type,
        {{ period_columns(slices, 'answers.answered_on') }}
    from {{ ref('int_answers__classified') }} as answers
    left join {{ ref('int_customers__described') }} as customers on answers.customer_id = customers.customer_id
    where answers.metric = 'nps'
)

select
    {{ slice_columns(slices, 'answered_on') }},
    100 * (count(case when answer_class = 'positive' then 1 end) - count(case when answer_class = 'negative' then 1 end)) as net_promoter_points,
    count(*) as response_count
from answers
group by {{ slice_sets(slices, 'answered_on') }}
