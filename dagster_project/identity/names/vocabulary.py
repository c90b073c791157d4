"""The reviewed seeds beside this module: legal forms, regions, words that name an industry."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

SEEDS = Path(__file__).parent / "seeds"
MUNICIPALITIES = frozenset(["北京", "上海", "天津", "重庆"])  # their districts are no places of their own
PLACE_SUFFIXES = ("特别行政区", "自治区", "自治州", "自治县", "省", "市", "地区", "县", "区", "盟", "州")


@dataclass(frozen=True)
class Vocabulary:
    """Words of one kind, to be found at either end of a name."""

    words: frozenset[str]

    def at_end(self, text: str) -> str:
        """The longest word that `text` ends with, or ''."""
        for size in self._sizes_by_end.get(text[-1:], ()):
            if text[-size:] in self.words:
                return text[-size:]
        return ""

    def at_start(self, text: str) -> str:
        """The longest word that `text` begins with, or ''."""
        for size in self._sizes_by_start.get(text[:1], ()):
            if text[:size] in self.words:
                return text[:size]
        return ""

    @cached_property
    def _sizes_by_end(self) -> dict[str, list[int]]:
        return _sizes({(word[-1], len(word)) for word in self.words})

    @cached_property
    def _sizes_by_start(self) -> dict[str, list[int]]:
        return _sizes({(word[0], len(word)) for word in self.words})


def _sizes(found: set[tuple[str, int]]) -> dict[str, list[int]]:
    """Lengths of words by the character at one end, longest first: most characters end no word."""
    sizes = defaultdict(list)
    for character, size in sorted(found, reverse=True):
        sizes[character].append(size)
    return dict(sizes)


def vocabulary(words) -> Vocabulary:
    """A vocabulary of an iterable of words."""
    return Vocabulary(frozenset(word for word in words if word))


def _rows(name: str) -> list[dict[str, str]]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def legal_forms(language: str, kind: str) -> Vocabulary:
    """Legal forms (`legal`) or marks of a dependent unit (`branch`) of a language, `zh` or `latin`."""
    rows = _rows("legal_forms.csv")
    return vocabulary(row["form"] for row in rows if (row["language"], row["kind"]) == (language, kind))


@cache
def class_of_form() -> dict[str, str]:
    """What a legal form makes of a name's bearer: company, shop, institute, practice, cooperative, studio or centre."""
    return {row["form"]: row["class"] for row in _rows("legal_forms.csv") if row["kind"] == "legal"}


@cache
def industry_words(language: str) -> Vocabulary:
    """Words that say what a company does, not who it is."""
    return vocabulary(row["word"].casefold() for row in _rows("industry_words.csv") if row["language"] == language)


@cache
def places() -> dict[str, str]:
    """Every spelling of a region (with and without 省, 市 ..., Latin) and the short name it stands for."""
    written, found = {}, {}
    for row in _rows("regions.csv"):
        place = row["province"] if row["province"] in MUNICIPALITIES else row["name"]
        written |= {spelling: place for spelling in (row["name"], row["latin"]) if spelling}
        found |= {row["name"] + suffix: place for suffix in PLACE_SUFFIXES}
    return found | written


@cache
def place_vocabulary(language: str) -> Vocabulary:
    """Spellings of regions in one language, `zh` or `latin`."""
    return vocabulary(word for word in places() if word.isascii() == (language == "latin"))


@cache
def place_pattern() -> str:
    """Regular expression of a Chinese address's beginning, with the groups province and city by short name."""
    rows = [row for row in _rows("regions.csv") if row["level"] != "country" and not row["name"].isascii()]
    short = {row["province"] or row["name"] for row in rows}
    cities = {
        row["name"]
        for row in rows
        if row["level"] in ("city", "county") and not {row["name"], row["province"]} & MUNICIPALITIES
    }
    ending = "(?:特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|省|市)?"
    listed = ("|".join(sorted(words, key=lambda word: (-len(word), word))) for words in (short, cities))
    province, city = listed
    return f"^(?:中国)?(?:({province}){ending})?({city})?"
