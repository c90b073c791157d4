"""Words of a reviewed lexicon, character and word n-grams, and a logistic regression: small, quick, two languages."""

import numpy as np
import pandas as pd
from scipy.optimize import minimize_scalar
from sklearn.base import BaseEstimator
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.pipeline import Pipeline, make_pipeline, make_union
from sklearn.utils.validation import check_is_fitted

from models.sentiment.corpus import NEGATIVE, POSITIVE
from models.sentiment.lexicon import LexiconFeatures, normalised


class SentimentModel(BaseEstimator):
    """positive, neutral or negative. Chinese needs no segmentation: characters, and the lexicon's longest match.

    Args:
        longest_ngram: characters of the longest n-gram. regularisation: inverse penalty C.
        written_weight: how many composed texts a sentence written by hand counts for.

    Learned: pipeline_, temperature_ (Guo et al. 2017: log odds are divided by it), measured on written sentences that
    the fit had not seen, so that a confidence of 0.7 is right seven times in ten.
    """

    def __init__(self, longest_ngram: int = 4, regularisation: float = 1.0, written_weight: float = 4.0):
        self.longest_ngram = longest_ngram
        self.regularisation = regularisation
        self.written_weight = written_weight

    def fit(self, composed: pd.DataFrame, written: pd.DataFrame) -> "SentimentModel":
        """Fit on two frames of text and sentiment; `written` also calibrates, half against half."""
        halves = [written.iloc[start::2] for start in (0, 1)]
        unseen = [
            (self._fitted(composed, seen).decision_function(other["text"].map(normalised)), other["sentiment"])
            for seen, other in (halves, halves[::-1])
        ]
        margins, labels = np.vstack([margin for margin, _ in unseen]), pd.concat([label for _, label in unseen])
        self.pipeline_ = self._fitted(composed, written)
        classes = list(self.pipeline_.classes_)
        found = minimize_scalar(
            lambda temperature: log_loss(labels, _softmax(margins / temperature), labels=classes),
            bounds=(0.3, 5.0),
            method="bounded",
        )
        self.temperature_ = float(found.x)
        self.accuracy_on_unseen_ = float((np.array(classes)[margins.argmax(axis=1)] == labels.to_numpy()).mean())
        return self

    def predict(self, texts: pd.Series) -> pd.DataFrame:
        """sentiment, sentiment_score (P(positive) less P(negative), -1 to 1) and confidence; index of `texts`.

        Equal texts are judged once: most answers of a survey repeat.
        """
        check_is_fitted(self, "pipeline_")
        codes, unique = pd.factorize(texts.map(normalised))
        classes = list(self.pipeline_.classes_)
        empty = np.empty((0, len(classes)))
        margins = self.pipeline_.decision_function(unique) if len(unique) else empty
        probability = _softmax(margins / self.temperature_)
        judged = pd.DataFrame(
            {
                "sentiment": np.array(classes, dtype=object)[probability.argmax(axis=1)] if len(unique) else [],
                "sentiment_score": probability[:, classes.index(POSITIVE)] - probability[:, classes.index(NEGATIVE)],
                "confidence": probability.max(axis=1) if len(unique) else [],
            }
        )
        return judged.iloc[codes].set_axis(texts.index)

    def _fitted(self, composed: pd.DataFrame, written: pd.DataFrame) -> Pipeline:
        texts = pd.concat([composed, written], ignore_index=True)
        weights = np.repeat([1.0, self.written_weight], [len(composed), len(written)])
        features = make_union(
            LexiconFeatures(),
            TfidfVectorizer(analyzer="char", ngram_range=(1, self.longest_ngram), min_df=2, sublinear_tf=True),
            TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"[a-z']+", min_df=2, sublinear_tf=True),
        )
        pipeline = make_pipeline(features, LogisticRegression(C=self.regularisation, tol=1e-3))
        labels = texts["sentiment"].astype(object)
        return pipeline.fit(texts["text"].map(normalised), labels, logisticregression__sample_weight=weights)


def _softmax(margins: np.ndarray) -> np.ndarray:
    raised = np.exp(margins - margins.max(axis=1, keepdims=True)) if len(margins) else margins
    return raised / raised.sum(axis=1, keepdims=True)
