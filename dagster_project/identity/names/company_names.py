"""A company's name taken apart: region, brand, what it does, legal form, and the unit that a branch is."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from dagster_project.identity.names.text import CJK, clean_text, is_cjk
from dagster_project.identity.names.vocabulary import (
    class_of_form,
    industry_words,
    legal_forms,
    place_vocabulary,
    places,
)

_COUNTY = re.compile(
    f"^(?:[{CJK}]{{2,5}}自治县|[{CJK}]{{1,3}}?县|[{CJK}]{{2,3}}?(?:新区|区|市|街道|镇|乡))(?=[{CJK}]{{2}})"
)
_BRACKETS = re.compile(r"[(\[〔【]([^()\[\]〔〕【】]*)[)\]〕】]")
_BRANCH = re.compile(f"^(.{{4,}}?(?:公司|集团|银行|厂|店|中心))([{CJK}]{{2,8}})$")


@dataclass(frozen=True)
class CompanyName:
    """`core` is what identifies (brand and trade, without region and legal form), `brand` the part that is its own.

    `region` is a short place name or '', `unit` the branch ('' for the company itself), `has_legal_form` whether the
    name says that it is a company, `form` what of (class_of_form), or None.
    """

    core: str
    brand: str
    region: str
    unit: str
    has_legal_form: bool
    form: str | None


@lru_cache(maxsize=100_000)
def company_name(text: str) -> CompanyName:
    """Take a company's name apart. `core` of a `core` is itself."""
    cleaned = clean_text(text)
    return _chinese(text) if is_cjk(cleaned) else _latin(cleaned)


def _chinese(text: str) -> CompanyName:
    unbracketed, bracketed_region = _without_bracketed_region(unicodedata.normalize("NFKC", text))
    name = clean_text(unbracketed).replace(" ", "")
    parent, unit = _without_branch(name)
    core, region, has_form = parent, bracketed_region, bool(unit)
    while True:
        stem, form = _strip(core, at_end=legal_forms("zh", "legal"))
        stem, found = _without_regions(stem)
        region, has_form = region or found, has_form or _is_telling(form, core)
        if stem == core:
            form = class_of_form().get(legal_forms("zh", "legal").at_end(parent)) if has_form else None
            return CompanyName(core, _chinese_brand(core, parent), region, unit, has_form, form)
        core = stem


def _is_telling(form: str, name: str) -> bool:
    """A single character such as 行 or 坊 also ends the names of persons."""
    return len(form) >= 2 or (bool(form) and len(name) > 4)


def _without_bracketed_region(name: str) -> tuple[str, str]:
    """某某(上海)有限公司 -> 某某有限公司, 上海; other brackets are left to the general cleaning."""
    for found in _BRACKETS.finditer(name):
        if region := places().get(clean_text(found[1])):
            return name[: found.start()] + name[found.end() :], region
    return name, ""


def _without_branch(name: str) -> tuple[str, str]:
    """The parent's name and the unit: 某某有限公司|苏州分公司. A whole name is never taken for a unit."""
    mark = legal_forms("zh", "branch").at_end(name)
    found = _BRANCH.match(name)
    if found and mark and len(mark) <= len(found[2]):
        return found[1], found[2]
    stem = name.removesuffix(mark)
    place = place_vocabulary("zh").at_end(stem)
    if mark and place and len(stem) - len(place) >= 2:
        return stem.removesuffix(place), place + mark
    return name, ""


def _strip(name: str, *, at_end) -> tuple[str, str]:
    """Take words off the end as long as something stays; returns what stays and what went."""
    taken = ""
    while (word := at_end.at_end(name)) and len(word) < len(name):
        name, taken = name[: -len(word)].rstrip(), word + taken
    return name, taken


def _without_regions(name: str) -> tuple[str, str]:
    """Take region names off both ends; at least two characters stay. The most precise region is returned."""
    region, words = "", place_vocabulary("zh")
    while True:
        if (word := words.at_start(name)) and len(name) - len(word) >= 2:
            name, region = name[len(word) :], places()[word]
        elif found := _COUNTY.match(name):
            name = name[found.end() :]
        elif (word := words.at_end(name)) and len(name) - len(word) >= 4:
            name, region = name[: -len(word)], region or places()[word]
        else:
            return name, region


def _chinese_brand(core: str, parent: str) -> str:
    """What is left of the core once words of trade and places are gone from its end; '' where nothing is its own."""
    words, regions = industry_words("zh"), place_vocabulary("zh")
    brand = core
    # 书店 is a trade of which only 店 looks like a legal form.
    after = parent[parent.find(core) + len(core) :]
    for size in range(1, min(4, len(core) - 1)):
        if core[-size:] + after[:1] in words.words:
            brand = core[:-size]
    while word := words.at_end(brand) or regions.at_end(brand):
        if brand == word:
            return ""
        if len(brand) - len(word) < 2:
            break
        brand = brand[: -len(word)]
    return brand


def _latin(name: str) -> CompanyName:
    words = name.split()
    words, unit = _strip_words(words, legal_forms("latin", "branch"))
    words, form = _strip_words(words, legal_forms("latin", "legal"))
    words, region = _strip_words(words, place_vocabulary("latin"), both_ends=True)
    words, more = _strip_words(words, legal_forms("latin", "legal"))
    brand, _ = _strip_words(words, industry_words("latin"))
    has_form, kind = bool(form or more or unit), class_of_form().get(form or more)
    return CompanyName(" ".join(words), " ".join(brand), places().get(region, ""), unit, has_form, kind)


def _strip_words(words: list[str], vocabulary, *, both_ends: bool = False) -> tuple[list[str], str]:
    """The same by whole words, up to four at a time; returns what stays and the last phrase that went."""
    taken = ""
    changed = True
    while changed:
        changed = False
        for size in range(min(4, len(words) - 1), 0, -1):
            if (phrase := " ".join(words[-size:])) in vocabulary.words:
                words, taken, changed = words[:-size], phrase, True
                break
            if both_ends and (phrase := " ".join(words[:size])) in vocabulary.words:
                words, taken, changed = words[size:], phrase, True
                break
    return words, taken
