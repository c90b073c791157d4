"""E-mail addresses."""

import re
import unicodedata

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def normalised_email(text: str | None) -> str | None:
    """Lower-case address; None for what is none. Dots and tags before the @ stay: not every host ignores them."""
    address = unicodedata.normalize("NFKC", text or "").strip().casefold().removeprefix("mailto:")
    return address if _ADDRESS.fullmatch(address) else None
