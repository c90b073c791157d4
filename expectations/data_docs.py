"""Great Expectations' own pages on what a suite found, fit to be opened where there is no network."""

import re
from functools import cache
from pathlib import Path
from typing import Any

# Its template loads scripts, fonts and a logo from other people's servers: a private page must not tell them of it.
_FROM_OUTSIDE = re.compile(
    r"<script\b[^>]*\bsrc=\"https?:[^>]*>.*?</script>"
    r"|<(?:link|img)\b[^>]*\b(?:href|src)=\"https?:[^>]*>"
    r"|<a\b[^>]*\bhref=\"https?:[^>]*>.*?</a>",
    re.DOTALL,
)
_STYLE = "<style>body{font-family:sans-serif;margin:2em}table{border-collapse:collapse}td,th{padding:.3em .8em}</style>"


def write_page(outcome: Any, page: Path) -> None:
    """Write the page of one validation result. It holds sentences and figures: no delivered value reaches GX."""
    from great_expectations.render.renderer import ValidationResultsPageRenderer

    html = _view().render(ValidationResultsPageRenderer().render(outcome))
    page.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    page.write_text(_FROM_OUTSIDE.sub("", html).replace("</head>", f"{_STYLE}</head>", 1), encoding="utf-8")
    page.chmod(0o600)


@cache
def _view() -> Any:
    """One for all pages: it keeps its templates compiled, and compiling them takes longer than filling them in."""
    from great_expectations.render.view import DefaultJinjaPageView

    return DefaultJinjaPageView()
