"""Good and bad words of a text, turned by negation and raised by intensifiers, as numbers for the classifier."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin

from models.sentiment import lexicon_en, lexicon_zh

LONGEST = 500
STRONG, PLAIN, BOOST, TURNED = 2.0, 1.0, 1.5, 0.8
MOST = 4.0
# Characters between a negation and what it turns: three Chinese ones, or about three English words.
REACH_ZH, REACH_EN = 3, 20
ROLES = ("STRONG_GOOD", "GOOD", "STRONG_BAD", "BAD", "HEDGES", "QUESTIONS", "REQUESTS", "NEGATORS", "BOOSTERS", "TURNS")
SIGNED = {"STRONG_GOOD": STRONG, "GOOD": PLAIN, "STRONG_BAD": -STRONG, "BAD": -PLAIN}
# Words that hold a feeling word by their spelling only.
EMPTY = lexicon_zh.words(
    "你好 您好 好像 好几 好多 好久 正好 刚好 最好 只好 好不容易 好的 不好意思 贵司 贵公司 贵方 强制 坚强 增值 价值 "
    "数值 值班 差别 差异 时差 出差"
)


def normalised(text: str) -> str:
    """Full width to half width, lower case, straight apostrophes, the first 500 characters."""
    return unicodedata.normalize("NFKC", str(text)).replace("’", "'").lower().strip()[:LONGEST]


class LexiconFeatures(BaseEstimator, TransformerMixin):
    """What the reviewed words say about a normalised text, shape (n, 10), each between -1 and 1.

    Balance of good and bad words; the same after the last turn (`but`); good; bad; neither; both; hedged; asks; wishes;
    negated. Has nothing to learn.
    """

    def fit(self, texts, y=None) -> "LexiconFeatures":
        """Nothing is learnt: the lexicon is reviewed by hand."""
        self.is_fitted_ = True
        return self

    def transform(self, texts) -> np.ndarray:
        return np.array([_features(text) for text in texts], dtype=float).reshape(len(texts), 10)


def _features(text: str) -> list[float]:
    found = _matches(text)
    signed = [(start, weight) for start, role, weight in found if role == "signed"]
    turn = max((start for start, role, _ in found if role == "TURNS"), default=-1)
    good = sum(weight for _, weight in signed if weight > 0)
    bad = -sum(weight for _, weight in signed if weight < 0)
    last = sum(weight for start, weight in signed if start > turn)
    roles = {role for _, role, _ in found}
    sides = [_bounded(good - bad), _bounded(last), _bounded(good), _bounded(bad)]
    flags = [not signed, good > 0 and bad > 0, *(role in roles for role in ("HEDGES", "QUESTIONS", "REQUESTS"))]
    return [*sides, *map(float, flags), float("NEGATORS" in roles)]


def _bounded(value: float) -> float:
    return max(-MOST, min(MOST, value)) / MOST


def _matches(text: str) -> list[tuple[int, str, float]]:
    """(position, role, weight) of every word of the lexicon, the longest first; weights already turned and raised."""
    pattern, roles = _vocabulary()
    found, negated_until, boosted_until = [], -1, -1
    for match in pattern.finditer(text):
        word, start, end = match.group(), match.start(), match.end()
        for role in roles.get(word, ()):
            weight = SIGNED.get(role)
            if weight is None:
                found.append((start, role, 0.0))
                reach = REACH_EN if word.isascii() else REACH_ZH
                if role == "NEGATORS":
                    negated_until = _within_clause(text, end, reach)
                elif role == "BOOSTERS":
                    boosted_until = _within_clause(text, end, reach)
                continue
            weight *= BOOST if start <= boosted_until else 1.0
            if start <= negated_until:
                weight, negated_until = -TURNED * weight, -1
            found.append((start, "signed", weight))
    return found


def _within_clause(text: str, end: int, reach: int) -> int:
    """Up to where a negation reaches: some characters on, but not beyond the clause."""
    stop = re.search(r"[,.;:!?，。；：！？、]", text[end : end + reach])
    return end + (stop.start() if stop else reach)


@cache
def _vocabulary() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """One pattern over all words of both languages, and the roles of each."""
    roles: dict[str, list[str]] = {word: [] for word in EMPTY}
    for language in (lexicon_zh, lexicon_en):
        for role in ROLES:
            for word in getattr(language, role):
                roles.setdefault(normalised(word), []).append(role)
    return _pattern(roles), {word: tuple(dict.fromkeys(found)) for word, found in roles.items()}


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """The words as one pattern, the longest first; by their first character, so that most positions need one look."""
    endings: dict[tuple[str, bool], list[str]] = {}
    for word in sorted((word for word in words if word), key=lambda word: (-len(word), word)):
        endings.setdefault((word[0], _stands_alone(word)), []).append(re.escape(word[1:]))
    parts = [
        rf"(?<![a-z']){re.escape(first)}(?:{'|'.join(rest)})(?![a-z])"
        if alone
        else f"{re.escape(first)}(?:{'|'.join(rest)})"
        for (first, alone), rest in endings.items()
    ]
    return re.compile("|".join(parts))


def _stands_alone(word: str) -> bool:
    """Whether it is an English word; n't is the end of one."""
    return word.isascii() and word[0].isalpha() and word != "n't"
