"""Quoting for SQL that is put together from names and texts."""

import re
from collections.abc import Iterable
from pathlib import Path


def name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def literal(text: object) -> str:
    return "'" + str(text).replace("'", "''") + "'"


def file_literal(path: Path) -> str:
    """A path for DuckDB's readers, which take `*`, `?` and `[` for wildcards: a file of that name would read others."""
    return literal(re.sub(r"[*?\[]", r"[\g<0>]", str(path)))


def name_list(names: Iterable[str], *, of: str = "") -> str:
    prefix = f"{of}." if of else ""
    return ", ".join(prefix + name(text) for text in names)


def literal_list(texts: Iterable[object]) -> str:
    return ", ".join(literal(text) for text in texts)
