"""Unified social credit codes (GB 32100-2015), identity numbers of persons (GB 11643-1999) and other tax numbers."""

import re
import unicodedata

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUE = {character: value for value, character in enumerate(_ALPHABET)}
_WEIGHTS = tuple(pow(3, position, 31) for position in range(17))  # GB 32100-2015, table 4
_PERSON_WEIGHTS = tuple(pow(2, 17 - position, 11) for position in range(17))  # GB 11643-1999
_SHAPE = re.compile(r"(?=(?:.*[0-9]){5})[0-9A-Z]{7,20}")
_COUNTED = "0123456789" * 3
_NOT_ALPHANUMERIC = re.compile(r"[^0-9A-Z]")


def normalised_tax_id(text: str | None) -> str | None:
    """Upper-case letters and digits; None for a word, a placeholder such as 12345678, or a wrong check character.

    Whoever mistyped a number is nobody's kin by it, and nobody's stranger.
    """
    code = _NOT_ALPHANUMERIC.sub("", unicodedata.normalize("NFKC", text or "").upper())
    if not _SHAPE.fullmatch(code) or len(set(code)) < 3 or code in _COUNTED or code in _COUNTED[::-1]:
        return None
    return code if len(code) != 18 or is_valid_credit_code(code) or is_valid_identity_number(code) else None


def is_valid_identity_number(code: str) -> bool:
    """Whether a person's number, under which sole traders pay tax, carries the right check character (MOD 11-2)."""
    if not re.fullmatch(r"[0-9]{17}[0-9X]", code):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(code, _PERSON_WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == code[17]


def is_valid_credit_code(code: str) -> bool:
    """Whether 18 characters carry the right check character: 31 - sum(value * 3^i mod 31) mod 31."""
    if len(code) != 18 or any(character not in _VALUE for character in code):
        return False
    total = sum(_VALUE[character] * weight for character, weight in zip(code, _WEIGHTS, strict=False))
    return _ALPHABET[-total % 31] == code[17]
