select
    sentiment.text_source,
    sentiment.record_id,
    sentiment.customer_id,
    sentiment.written_on,
    sentiment.theme,
    sentiment.sentiment,
    sentiment.sentiment_score,
    sentiment.confidence,
    sentiment.model_version,
    sentiment.as_of_date
from {{ source('scores', 'sentiment') }} as sentiment
where sentiment.as_of_date = {{ as_of_date() }}
