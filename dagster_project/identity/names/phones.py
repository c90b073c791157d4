"""Phone numbers: mainland rules first, everything else by the phone-number library."""

import re
import unicodedata

_NOT_DIGIT = re.compile(r"\D+")
_MOBILE = re.compile(r"(?:0086|86|0)?(1[3-9]\d{9})")
_ABROAD = re.compile(r"[^\d+]*\+(?!\D*86)")
_EXTENSION = re.compile(r"(?:ext\.?|转|分机|#|x)\s*\d+\s*$", re.IGNORECASE)


def normalised_phone(text: str | None) -> str | None:
    """A mainland number in national digits (13812345678, 02162345678), others as +49...; None for what is none.

    Extensions are dropped: a switchboard is one number. Numbers of one repeated digit are placeholders.
    """
    written = _EXTENSION.sub("", unicodedata.normalize("NFKC", text or "")).strip()
    digits = _NOT_DIGIT.sub("", written)
    if len(digits) < 7 or len(set(digits)) == 1:
        return None
    # +1 301 200 0000 is a number of Maryland, of which the digits alone would be a mainland mobile.
    if abroad := _ABROAD.match(written):
        return _by_library(written[abroad.end() - 1 :])
    if mobile := _MOBILE.fullmatch(digits):
        return mobile[1]
    if written.isascii() and _is_known_short(digits, written):
        return digits
    return _by_library(written)


def _is_known_short(digits: str, written: str) -> bool:
    """National service numbers, which have no area code."""
    return len(digits) == 10 and digits.startswith(("400", "800")) and not written.startswith("+")


def _by_library(written: str) -> str | None:
    import phonenumbers

    international = "+" + written[2:] if written.startswith("00") else written
    for candidate in (international, "+" + _NOT_DIGIT.sub("", written)):
        try:
            number = phonenumbers.parse(candidate, "CN")
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return _written(number)
    return None


def _written(number) -> str:
    import phonenumbers

    if number.country_code != 86:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    national = phonenumbers.national_significant_number(number)
    return national if national.startswith(("1", "400", "800")) and not national.startswith("10") else "0" + national
