"""Quoting for SQL that is put together from names and texts."""

from collections.abc import Iterable


def name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def literal(text: object) -> str:
    return "'" + str(text).replace("'", "''") + "'"


def name_list(names: Iterable[str], *, of: str = "") -> str:
    prefix = f"{of}." if of else ""
    return ", ".join(prefix + name(text) for text in names)


def literal_list(texts: Iterable[object]) -> str:
    return ", ".join(literal(text) for text in texts)
