"""Sentiments of texts as the model writes them."""

from expectations.suite import Share, Suite
from expectations.wording import not_empty, unique_key

SUITE = Suite(
    table="scores.sentiment",
    owner="team:data-science",
    rules=(
        not_empty("scores.sentiment", "info", "Tickets, reviews and surveys may come without a text."),
        unique_key("text_source", "record_id"),
        Share(
            "sentiment is positive, neutral or negative",
            "critical",
            "It is counted by these three.",
            column="sentiment",
            holds="coalesce(sentiment in ('positive', 'neutral', 'negative'), false)",
        ),
        Share(
            "sentiment_score lies between -1 and 1",
            "critical",
            "Means of it are compared between segments.",
            column="sentiment_score",
            holds="coalesce(sentiment_score between -1 and 1, false)",
        ),
        Share(
            "sentiment differs between texts",
            "warning",
            "One sentiment for all texts is a broken model or a broken delivery.",
            column="sentiment",
            holds="(select count(*) from relation) <= 20 or (select count(distinct sentiment) from relation) > 1",
        ),
    ),
)
