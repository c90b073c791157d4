with members as (
    select
        segments.segment_code,
        segments.customer_id,
        features.monetary_amount,
        features.order_count,
        features.average_order_amount,
        features.recency_days,
        customers.customer_type,
        customers.industry,
        customers.macro_region
    from {{ ref('segment_history') }} as segments
    inner join {{ ref('ftr_segments') }} as features on segments.customer_id = features.customer_id
    inner join {{ ref('dim_customers') }} as customers on segments.customer_id = customers.customer_id
    where segments.as_of_date = {{ as_of_date() }}
),

summed as (
    select
        segment_code,
        count(*) as customer_count,
        count(*) / cast(sum(count(*)) over () as double) as customer_share,
        sum(monetary_amount) / nullif(sum(sum(monetary_amount)) over (), 0) as revenue_share,
        avg(monetary_amount) as mean_spend_amount,
        avg(order_count) as mean_order_count,
        avg(average_order_amount) as mean_order_amount,
        avg(recency_days) as mean_recency_days,
        avg(case when customer_type = 'business' then 1.0 when customer_type = 'consumer' then 0.0 end) as business_share
    from members
    group by segment_code
),

{%- for trait in ['industry', 'macro_region'] %}
main_{{ trait }} as (
    select
        segment_code,
        {{ trait }},
        row_number() over (partition by segment_code order by count(*) desc, {{ trait }}) as position
    from members
    where {{ trait }} is not null
    group by segment_code, {{ trait }}
),
{%- endfor %}

answers as (
    select
        members.segment_code,
        avg(case responses.nps_class when 'promoter' then 100.0 when 'detractor' then -100.0 else 0.0 end) as nps
    from members
    inner join {{ ref('fct_survey_responses') }} as responses on members.customer_id = responses.customer_id
    where responses.nps_class is not null
    group by members.segment_code
)

select
    summed.segment_code,
    named.name_en,
    named.name_zh,
    named.third_trait_en,
    named.third_trait_zh,
    summed.customer_count,
    summed.customer_share,
    summed.revenue_share,
    '{{ reporting_currency() }}' as currency,
    {{ money('summed.mean_spend_amount') }} as mean_spend_amount,
    summed.mean_order_count,
    {{ money('summed.mean_order_amount') }} as mean_order_amount,
    summed.mean_recency_days,
    summed.business_share,
    main_industry.industry as main_industry,
    main_macro_region.macro_region as main_macro_region,
    first_category.category as first_category,
    first_category.amount_share as first_category_share,
    second_category.category as second_category,
    voices.main_complaint,
    voices.main_complaint_share,
    voices.main_complaint_lift,
    voices.main_complaint_customer_count,
    voices.mean_sentiment_score,
    voices.text_count,
    voices.quote,
    answers.nps,
    named.advice_en,
    named.advice_zh,
    {{ as_of_date() }} as as_of_date
from summed
inner join {{ ref('int_segments__named') }} as named on summed.segment_code = named.segment_code
left join main_industry on summed.segment_code = main_industry.segment_code and main_industry.position = 1
left join main_macro_region on summed.segment_code = main_macro_region.segment_code and main_macro_region.position = 1
left join {{ ref('int_segment_categories__ranked') }} as first_category
    on summed.segment_code = first_category.segment_code and first_category.position = 1
left join {{ ref('int_segment_categories__ranked') }} as second_category
    on summed.segment_code = second_category.segment_code and second_category.position = 2
left join {{ ref('int_segments__voiced') }} as voices on summed.segment_code = voices.segment_code
left join answers on summed.segment_code = answers.segment_code
