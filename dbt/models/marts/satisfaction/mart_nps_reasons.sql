-- C10: what the three kinds of answer give as their reason.
with answers as (
    select
        answers.response_id,
        answers.customer_id,
        answers.nps_class,
        texts.theme,
        texts.sentiment
    from {{ ref('fct_survey_responses') }} as answers
    inner join {{ ref('int_texts__themed') }} as texts on texts.source = 'survey' and answers.response_id = texts.source_id
    where answers.nps_class is not null
),

counted as (
    select
        nps_class,
        theme,
        count(*) as reason_count,
        count(distinct customer_id) as customer_count,
        count(case when sentiment = 'positive' then 1 end) as positive_count,
        count(case when sentiment = 'negative' then 1 end) as negative_count
    from answers
    group by nps_class, theme
)

select
    nps_class,
    theme,
    customer_count,
    customer_count < {{ var('small_group_customers') }} as is_small_group,
    positive_count,
    negative_count,
    reason_count as numerator,
    cast(sum(reason_count) over (partition by nps_class) as bigint) as denominator,
    reason_count / cast(sum(reason_count) over (partition by nps_class) as double) as value,
    {{ as_of_date() }} as as_of_date
from counted
