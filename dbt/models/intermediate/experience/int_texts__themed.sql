{{ config(materialized='table') }}

-- Not of tickets: what a ticket is about went wrong, so that its theme and its feeling are the same words. Equal texts are judged once. A keyword
-- within a longer one that was found too says nothing: 满意 in 不满意.
with texts as (
    select 'survey' as source, response_id as source_id, reason_text as words
    from {{ ref('stg_tickets__survey_responses') }}
    where reason_text is not null
    union all
    select 'review' as source, review_id as source_id, body as words
    from {{ ref('stg_ecommerce__reviews') }}
    where body is not null
),

distinct_texts as (
    select distinct words, {{ narrowed_text('words') }} as narrowed from texts
),

found as (
    select
        distinct_texts.words,
        keywords.keyword,
        keywords.theme,
        keywords.polarity
    from distinct_texts
    inner join {{ ref('voice_keywords') }} as keywords
        on {{ position_of('keywords.keyword', 'distinct_texts.narrowed') }} > 0
),

said as (
    select found.*
    from found
    left join found as longer
        on
            found.words = longer.words
            and length(longer.keyword) > length(found.keyword)
            and {{ position_of('found.keyword', 'longer.keyword') }} > 0
    where longer.keyword is null
),

judged as (
    select
        words,
        -- The longest keyword that has a theme.
        min_by(theme, concat(case when theme = 'other' then '1' else '0' end, cast(100 - length(keyword) as {{ dbt.type_string() }}), keyword)) as theme,
        sum(polarity) as polarity
    from said
    group by words
)

select
    texts.source,
    texts.source_id,
    coalesce(judged.theme, 'other') as theme,
    case when judged.polarity > 0 then 'positive' when judged.polarity < 0 then 'negative' else 'neutral' end as sentiment
from texts
left join judged on texts.words = judged.words
