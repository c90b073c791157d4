"""From the composed corpus to a described model, and to the sentiment of the texts that were delivered."""

from datetime import date

import pandas as pd
from sklearn.metrics import accuracy_score

from models.frames import require_columns
from models.sentiment.corpus import training_corpus
from models.sentiment.model import SentimentModel
from models.tables.sentiment import TABLES
from models.training import TrainedModel, described
from models.versioning import data_hash

TABLE = "features.ftr_texts"
OTHER_SEED = 1


def train_sentiment(*, as_of_date: date, model: SentimentModel | None = None) -> TrainedModel:
    """Fit on the composed corpus.

    The metric is the accuracy on another draw from the same phrases: it shows that the fit works, not how well it does
    on what customers write. That is measured in the tests, on sentences that were written for it.
    """
    corpus, other = training_corpus(), training_corpus(per_class=100, seed=OTHER_SEED)
    model = (model or SentimentModel()).fit(corpus["text"], corpus["sentiment"])
    accuracy = accuracy_score(other["sentiment"], model.predict(other["text"])["sentiment"])
    return described(
        model,
        name="sentiment",
        as_of_date=as_of_date,
        training_data=data_hash(corpus.reset_index(), key=["index"]),
        trained_rows=len(corpus),
        features=["body"],
        metrics={"accuracy_on_composed_texts": round(float(accuracy), 4)},
        tier="character_ngrams",
        reason=None,
    )


def score_sentiment(model: SentimentModel, texts: pd.DataFrame, *, model_version: str) -> pd.DataFrame:
    """One row per text that is not blank, columns of `models.tables.sentiment`; the text itself stays behind."""
    require_columns(texts, ("text_source", "record_id", "customer_id", "written_on", "theme", "body"), table=TABLE)
    known = texts[texts["body"].fillna("").str.strip() != ""]
    judged = known.join(model.predict(known["body"]))
    return judged.assign(model_version=model_version)[list(TABLES["sentiment"])]
