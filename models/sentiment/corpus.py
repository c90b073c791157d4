"""Labelled training texts composed of phrases: the model needs no download and no customer's text to learn from."""

import numpy as np
import pandas as pd

from models.sentiment import phrases as p

POSITIVE, NEUTRAL, NEGATIVE = "positive", "neutral", "negative"
LANGUAGES = {
    "zh": (p.ASPECTS_ZH, p.ADVERBS_ZH, (p.GOOD_ZH, p.BAD_ZH), (p.GOOD_ENDS_ZH, p.BAD_ENDS_ZH), p.NEUTRAL_ZH, "，"),
    "en": (
        p.ASPECTS_EN,
        ("is ", "was ", "", "really "),
        (p.GOOD_EN, p.BAD_EN),
        (p.GOOD_ENDS_EN, p.BAD_ENDS_EN),
        p.NEUTRAL_EN,
        ", ",
    ),
}


def training_corpus(*, per_class: int = 700, seed: int = 0) -> pd.DataFrame:
    """Columns text and sentiment: `per_class` texts of each sentiment and language, the same for the same seed."""
    rng = np.random.default_rng(seed)
    rows = []
    for language in LANGUAGES:
        for _ in range(per_class):
            rows += [
                (_opinion(rng, language, 0), POSITIVE),
                (_opinion(rng, language, 1), NEGATIVE),
                (_neutral(rng, language), NEUTRAL),
            ]
    return pd.DataFrame(rows, columns=["text", "sentiment"])


def _opinion(rng: np.random.Generator, language: str, side: int) -> str:
    """One or two clauses of the same side, sometimes without an aspect, sometimes with an ending."""
    aspects, adverbs, words, ends, _, comma = LANGUAGES[language]
    clauses = []
    for _ in range(rng.integers(1, 3)):
        aspect = rng.choice(aspects) if rng.random() < 0.75 else ""
        space = " " if language == "en" and aspect else ""
        clauses.append(f"{aspect}{space}{rng.choice(adverbs)}{rng.choice(words[side])}")
    if end := rng.choice(ends[side]):
        clauses = clauses + [str(end)] if rng.random() < 0.7 else [str(end)]
    return comma.join(clauses)


def _neutral(rng: np.random.Generator, language: str) -> str:
    aspects, _, _, _, patterns, _ = LANGUAGES[language]
    return str(rng.choice(patterns)).format(a=rng.choice(aspects))
