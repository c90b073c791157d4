"""From the composed corpus to a described model, and to the sentiment of the texts that were delivered."""

from datetime import date

import pandas as pd

from models.frames import require_columns
from models.sentiment.corpus import composed_texts, written_examples
from models.sentiment.model import SentimentModel
from models.tables.sentiment import TABLES
from models.training import TrainedModel, described
from models.versioning import data_hash

TABLE = "features.ftr_texts"


def train_sentiment(*, as_of_date: date, model: SentimentModel | None = None) -> TrainedModel:
    """Fit on composed and written texts.

    The metric is the accuracy on written sentences that the fit had not seen, half against half; they come from the
    same pen as the others. How well it does on sentences written for measuring only is in the tests and in docs.
    """
    composed, written = composed_texts(), written_examples()
    model = (model or SentimentModel()).fit(composed, written)
    corpus = pd.concat([composed, written], ignore_index=True)
    return described(
        model,
        name="sentiment",
        as_of_date=as_of_date,
        training_data=data_hash(corpus.reset_index(), key=["index"]),
        trained_rows=len(corpus),
        features=["body"],
        metrics={
            "accuracy_on_unseen_written_texts": round(model.accuracy_on_unseen_, 4),
            "temperature": round(model.temperature_, 4),
        },
        tier="lexicon_and_ngrams",
        reason=None,
    )


def score_sentiment(model: SentimentModel, texts: pd.DataFrame, *, model_version: str) -> pd.DataFrame:
    """One row per text that is not blank, columns of `models.tables.sentiment`; the text itself stays behind."""
    require_columns(texts, ("text_source", "record_id", "customer_id", "written_on", "theme", "body"), table=TABLE)
    known = texts[texts["body"].fillna("").str.strip() != ""]
    judged = known.join(model.predict(known["body"]))
    return judged.assign(model_version=model_version)[list(TABLES["sentiment"])]
