"""One spelling of a text: width, script variant, case, punctuation."""

import re
import unicodedata
from functools import cache, lru_cache

CJK = "\u3400-\u4dbf\u4e00-\u9fff"
_HAS_NO_ACCENT = re.compile(f"[\x00-\x7f{CJK}]*")
_CJK_CHARACTER = re.compile(f"[{CJK}]")
_NOT_WORD = re.compile(r"(?:[^\w&]|_)+")
_BLANK_BESIDE_CJK = re.compile(f"(?<=[{CJK}]) +| +(?=[{CJK}])")


@cache
def _simplified() -> dict[int, str]:
    """Traditional -> simplified, character by character: names have no context that could decide between readings."""
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    pairs = ((code, convert(chr(code))) for code in range(0x3400, 0x9FFF + 1))
    return {code: simple for code, simple in pairs if simple != chr(code)}


@lru_cache(maxsize=1024)  # a name is looked at as a company's and as a person's, one after the other
def clean_text(text: str) -> str:
    """NFKC, simplified characters, lower case, accents off Latin letters, punctuation as single blanks.

    Blanks beside Chinese characters go, since nobody types them twice alike. Idempotent.
    """
    folded = unicodedata.normalize("NFKC", text)
    if not folded.isascii():
        folded = folded.translate(_simplified())
    folded = folded.casefold()
    if not _HAS_NO_ACCENT.fullmatch(folded):
        folded = without_accents(folded).casefold()
    return _BLANK_BESIDE_CJK.sub("", _NOT_WORD.sub(" ", folded)).strip()


def without_accents(text: str) -> str:
    """Muller for Müller; characters that have no base letter stay."""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return unicodedata.normalize("NFKC", bare).translate(_simplified())


def is_cjk(text: str) -> bool:
    """Whether a text holds a Chinese character."""
    return bool(_CJK_CHARACTER.search(text))
