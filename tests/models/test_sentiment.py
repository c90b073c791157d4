"""The sentiment of sentences the model has never seen, in both languages, measured on texts written for the test."""

from datetime import date

import pandas as pd
import pytest
from support.opinions import OPINIONS

from models.artifacts import load, save
from models.sentiment import score_sentiment, train_sentiment
from models.sentiment.corpus import training_corpus

AS_OF = date(2026, 1, 1)
WRITTEN = pd.DataFrame(
    [(text, label) for label, texts in OPINIONS.items() for text in texts], columns=["body", "label"]
)


@pytest.fixture(scope="module")
def trained():
    return train_sentiment(as_of_date=AS_OF)


def texts(bodies):
    frame = pd.DataFrame({"body": list(bodies)}, dtype=object)
    return frame.assign(
        text_source="ticket", record_id=frame.index.astype(str), customer_id="C1", written_on=AS_OF, theme="x"
    )


def test_no_sentence_of_the_test_is_in_the_training_corpus():
    assert not set(WRITTEN["body"]) & set(training_corpus()["text"])


def test_two_of_three_unseen_sentences_are_judged_rightly_and_hardly_one_is_turned_round(trained):
    """Measured on 38 hard sentences: 68 % right (Chinese 74 %, English 60 %), chance is 33 %; 2 turned round."""
    judged = score_sentiment(trained.model, texts(WRITTEN["body"]), model_version="v")
    assert (judged["sentiment"] == WRITTEN["label"]).mean() >= 0.6
    turned = {("positive", "negative"), ("negative", "positive")}
    pairs = zip(judged["sentiment"], WRITTEN["label"], strict=True)
    assert sum(pair in turned for pair in pairs) <= 4


def test_the_score_orders_negative_neutral_and_positive(trained):
    judged = score_sentiment(trained.model, texts(WRITTEN["body"]), model_version="v")
    mean = judged.groupby(WRITTEN["label"])["sentiment_score"].mean()
    assert mean["negative"] < -0.2 < mean["neutral"] < mean["positive"] - 0.1


@pytest.mark.parametrize(
    ("body", "sentiment"),
    [
        ("服务不好", "negative"),
        ("一点不麻烦，很顺利", "positive"),
        ("ＶＥＲＹ ＧＯＯＤ", "positive"),
        ("投诉：物流", "negative"),
    ],
)
def test_negation_and_full_width_are_understood(trained, body, sentiment):
    assert score_sentiment(trained.model, texts([body]), model_version="v")["sentiment"].tolist() == [sentiment]


def test_blank_texts_have_no_sentiment_and_no_text_leaves_the_model(trained):
    judged = score_sentiment(trained.model, texts(["", "   ", None, "很好"]), model_version="v")
    assert judged["record_id"].tolist() == ["3"]
    assert "body" not in judged
    assert score_sentiment(trained.model, texts([]), model_version="v").empty


def test_a_saved_model_judges_alike(trained, tmp_path):
    loaded = load(save(trained.model, trained.metadata, artifacts=tmp_path)).model
    first, second = (score_sentiment(m, texts(WRITTEN["body"]), model_version="v") for m in (trained.model, loaded))
    pd.testing.assert_frame_equal(first, second)
