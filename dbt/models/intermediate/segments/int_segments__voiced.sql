-- What the members of a segment complain about more than the others, and in whose words. A text is only quoted if at least three customers wrote the
-- very same one: then it names nobody.
with members as (
    select * from {{ ref('segment_history') }}
    where as_of_date = {{ as_of_date() }}
),

texts as (
    select
        members.segment_code,
        members.customer_id,
        sentiment.text_source,
        sentiment.theme,
        sentiment.sentiment,
        sentiment.sentiment_score,
        texts.body
    from {{ ref('text_sentiments') }} as sentiment
    inner join members on sentiment.customer_id = members.customer_id
    inner join {{ ref('ftr_texts') }} as texts
        on sentiment.text_source = texts.text_source and sentiment.record_id = texts.record_id
),

sounds as (
    select
        segment_code,
        count(*) as text_count,
        avg(sentiment_score) as mean_sentiment_score
    from texts
    group by segment_code
),

complaints as (
    select
        segment_code,
        theme,
        count(distinct customer_id) as customer_count,
        count(*) / cast(sum(count(*)) over (partition by segment_code) as double) as share,
        sum(count(*)) over (partition by theme) / cast(sum(count(*)) over () as double) as share_of_all,
        sum(count(*)) over (partition by segment_code) as segment_complaint_count
    from texts
    where text_source = 'ticket' and sentiment = 'negative' and theme is not null
    group by segment_code, theme
),

-- By how much more than chance: everybody complains most of the same, and a rare theme is doubled easily.
themes as (
    select
        *,
        row_number() over (
            partition by segment_code
            order by round((share - share_of_all) * sqrt(segment_complaint_count / (share_of_all * (1.000001 - share_of_all))), 9) desc, theme
        ) as position
    from complaints
),

repeated as (
    select
        body,
        count(distinct customer_id) as customer_count
    from texts
    where {{ digits_of('body') }} = ''
    group by body
    having count(distinct customer_id) >= 3
),

-- What they say more often than the others, not what everybody says.
quotes as (
    select
        texts.segment_code,
        texts.body as quote,
        row_number() over (
            partition by texts.segment_code
            order by
                count(distinct texts.customer_id) / cast(max(repeated.customer_count) as double) desc,
                count(distinct texts.customer_id) desc,
                texts.body
        ) as position
    from texts
    inner join repeated on texts.body = repeated.body
    where texts.text_source <> 'ticket' and texts.sentiment <> 'neutral'
    group by texts.segment_code, texts.body
    having count(distinct texts.customer_id) >= 3
)

select
    sounds.segment_code,
    sounds.text_count,
    sounds.mean_sentiment_score,
    themes.theme as main_complaint,
    themes.share as main_complaint_share,
    themes.share / themes.share_of_all as main_complaint_lift,
    themes.customer_count as main_complaint_customer_count,
    quotes.quote
from sounds
left join themes on sounds.segment_code = themes.segment_code and themes.position = 1
left join quotes on sounds.segment_code = quotes.segment_code and quotes.position = 1
