"""Labelled training texts: sentences written by hand, and others composed of the lexicon. No customer's text."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from models.sentiment import examples_en, examples_zh, lexicon_en, lexicon_zh
from models.sentiment import phrases as p

POSITIVE, NEUTRAL, NEGATIVE = "positive", "neutral", "negative"
NEGATED_SHARE = 0.2


@dataclass(frozen=True)
class Grammar:
    """What opinions of one language are composed of; pairs are (positive, negative)."""

    aspects: tuple[str, ...]
    adverbs: tuple[str, ...]
    words: tuple[tuple[str, ...], tuple[str, ...]]
    negations: tuple[str, ...]
    ends: tuple[tuple[str, ...], tuple[str, ...]]
    neutral: tuple[str, ...]
    comma: str
    space: str


LANGUAGES = {
    "zh": Grammar(
        p.ASPECTS_ZH,
        p.ADVERBS_ZH,
        (lexicon_zh.STRONG_GOOD + lexicon_zh.GOOD, lexicon_zh.STRONG_BAD + lexicon_zh.BAD),
        p.NOT_ZH,
        (p.GOOD_ENDS_ZH, p.BAD_ENDS_ZH),
        p.NEUTRAL_ZH + lexicon_zh.HEDGES,
        "，",
        "",
    ),
    "en": Grammar(
        p.ASPECTS_EN,
        p.ADVERBS_EN,
        (lexicon_en.STRONG_GOOD + lexicon_en.GOOD, lexicon_en.STRONG_BAD + lexicon_en.BAD),
        p.NOT_EN,
        (p.GOOD_ENDS_EN, p.BAD_ENDS_EN),
        p.NEUTRAL_EN + lexicon_en.HEDGES,
        ", ",
        " ",
    ),
}


def written_examples() -> pd.DataFrame:
    """Columns text and sentiment of the sentences written by hand, in a fixed order."""
    rows = [
        (text, label)
        for module in (examples_zh, examples_en)
        for label, texts in ((POSITIVE, module.POSITIVE), (NEUTRAL, module.NEUTRAL), (NEGATIVE, module.NEGATIVE))
        for text in texts.strip().splitlines()
    ]
    return pd.DataFrame(rows, columns=["text", "sentiment"])


def composed_texts(*, per_class: int = 300, seed: int = 0) -> pd.DataFrame:
    """Columns text and sentiment: `per_class` texts of each sentiment and language, the same for the same seed."""
    rng = np.random.default_rng(seed)
    rows = []
    for grammar in LANGUAGES.values():
        for _ in range(per_class):
            rows += [
                (_opinion(rng, grammar, 0), POSITIVE),
                (_opinion(rng, grammar, 1), NEGATIVE),
                (str(rng.choice(grammar.neutral)).format(a=rng.choice(grammar.aspects)), NEUTRAL),
            ]
    return pd.DataFrame(rows, columns=["text", "sentiment"])


def _opinion(rng: np.random.Generator, grammar: Grammar, side: int) -> str:
    """One or two clauses of the same side, sometimes without an aspect, sometimes with an ending."""
    clauses = []
    for _ in range(rng.integers(1, 3)):
        aspect = str(rng.choice(grammar.aspects)) if rng.random() < 0.75 else ""
        is_turned = side == 1 and rng.random() < NEGATED_SHARE
        before = rng.choice(grammar.negations if is_turned else grammar.adverbs)
        word = rng.choice(grammar.words[0 if is_turned else side])
        clauses.append(f"{aspect}{grammar.space if aspect else ''}{before}{word}")
    if end := rng.choice(grammar.ends[side]):
        clauses = [*clauses, str(end)] if rng.random() < 0.7 else [str(end)]
    return grammar.comma.join(clauses)
