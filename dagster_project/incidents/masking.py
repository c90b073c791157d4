"""What an error message may tell outside: an engine quotes the value that it could not convert."""

import re

PERSONAL = re.compile(
    r"'[^'\n]*'"
    r'|"[^"\n]*@[^"\n]*"'
    r"|[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+"
    r"|\d[\d -]{5,}\d"
)


def masked_detail(text: str) -> str:
    """The text without quoted values, e-mail addresses and long numbers, each replaced by `***`."""
    return PERSONAL.sub("***", text)
