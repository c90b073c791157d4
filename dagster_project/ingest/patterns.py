"""File patterns of a mapping: shell wildcards plus {business_date}."""

import re
from datetime import date

DATE_TOKEN = "{business_date}"
DATE_GROUP = r"(?P<business_date>\d{4}-\d{2}-\d{2}|\d{8})"
WILDCARDS = {"*": r"[^/]*", "?": r"[^/]"}


def pattern_regex(pattern: str) -> re.Pattern[str]:
    """`*` and `?` stay inside one folder, `**/` crosses folders, {business_date} is YYYY-MM-DD or YYYYMMDD."""
    parts: list[str] = []
    for token in re.split(r"(\{business_date\}|\*\*/|\*|\?)", pattern):
        if token == DATE_TOKEN:
            parts.append("(?P=business_date)" if DATE_GROUP in parts else DATE_GROUP)
        elif token == "**/":
            parts.append("(?:.*/)?")
        else:
            parts.append(WILDCARDS.get(token) or re.escape(token))
    return re.compile("".join(parts))


def date_in(text: str) -> date | None:
    """The business date a file name carries, or None where the digits are no date."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
