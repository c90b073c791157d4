"""Character n-grams and a logistic regression: small, quick, and the same for both languages."""

import unicodedata

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.utils.validation import check_is_fitted

from models.sentiment.corpus import NEGATIVE, POSITIVE

LONGEST = 500


class SentimentModel(BaseEstimator):
    """positive, neutral or negative. Characters need no word list and no segmentation of Chinese.

    Args:
        longest_ngram: characters of the longest n-gram. regularisation: inverse penalty C.
    """

    def __init__(self, longest_ngram: int = 4, regularisation: float = 8.0):
        self.longest_ngram = longest_ngram
        self.regularisation = regularisation

    def fit(self, texts: pd.Series, sentiments: pd.Series) -> "SentimentModel":
        """Fit on labelled texts."""
        vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, self.longest_ngram), min_df=2, sublinear_tf=True)
        classifier = LogisticRegression(C=self.regularisation, max_iter=300)
        self.pipeline_ = make_pipeline(vectorizer, classifier).fit(texts.map(normalised), sentiments.astype(object))
        return self

    def predict(self, texts: pd.Series) -> pd.DataFrame:
        """sentiment, sentiment_score (P(positive) less P(negative), -1 to 1) and confidence; index of `texts`.

        Equal texts are judged once: most answers of a survey repeat.
        """
        check_is_fitted(self, "pipeline_")
        codes, unique = pd.factorize(texts.map(normalised))
        classes = list(self.pipeline_.classes_)
        probability = self.pipeline_.predict_proba(unique) if len(unique) else np.empty((0, len(classes)))
        judged = pd.DataFrame(
            {
                "sentiment": np.array(classes, dtype=object)[probability.argmax(axis=1)] if len(unique) else [],
                "sentiment_score": probability[:, classes.index(POSITIVE)] - probability[:, classes.index(NEGATIVE)],
                "confidence": probability.max(axis=1) if len(unique) else [],
            }
        )
        return judged.iloc[codes].set_axis(texts.index)


def normalised(text: str) -> str:
    """Full width to half width, lower case, the first 500 characters."""
    return unicodedata.normalize("NFKC", str(text)).lower().strip()[:LONGEST]
