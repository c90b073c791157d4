"""What the sentiment model writes: how a text sounds, never what it says."""

TABLES = {
    "sentiment": {
        "text_source": "varchar",
        "record_id": "varchar",
        "customer_id": "varchar",
        "written_on": "date",
        "theme": "varchar",
        "sentiment": "varchar",
        "sentiment_score": "double",
        "confidence": "double",
        "model_version": "varchar",
    },
}
