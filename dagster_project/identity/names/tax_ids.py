"""Unified social credit codes (GB 32100-2015) and other tax numbers."""

import re
import unicodedata

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUE = {character: value for value, character in enumerate(_ALPHABET)}
_WEIGHTS = tuple(pow(3, position, 31) for position in range(17))  # GB 32100-2015, table 4
_NOT_ALPHANUMERIC = re.compile(r"[^0-9A-Z]")


def normalised_tax_id(text: str | None) -> str | None:
    """Upper-case letters and digits; None where fewer than five are left, or all are one character."""
    code = _NOT_ALPHANUMERIC.sub("", unicodedata.normalize("NFKC", text or "").upper())
    return code if len(code) >= 5 and len(set(code)) > 1 else None


def is_valid_credit_code(code: str) -> bool:
    """Whether 18 characters carry the right check character: 31 - sum(value * 3^i mod 31) mod 31."""
    if len(code) != 18 or any(character not in _VALUE for character in code):
        return False
    total = sum(_VALUE[character] * weight for character, weight in zip(code, _WEIGHTS, strict=False))
    return _ALPHABET[-total % 31] == code[17]
