"""Tiny relations for suites: copies of a good row that differ in their key and in what a test changes."""

from collections.abc import Mapping

from support.good_rows import GOOD_ROWS, KEYS


def good_rows(table: str, count: int = 3) -> str:
    """SELECT of `count` rows that every rule of the table's suite likes."""
    return rows(table, *[{}] * count)


def rows(table: str, *changes: Mapping[str, str]) -> str:
    """SELECT of one row per change: the good row with columns replaced by SQL expressions, each with its own key."""
    return " union all ".join(_select(table, number, change) for number, change in enumerate(changes))


def _select(table: str, number: int, change: Mapping[str, str]) -> str:
    key = KEYS[table]
    own_key = {key: str(number) if key == "line_number" else f"'key-{number}'"}
    row = {**GOOD_ROWS[table], **own_key, **change}
    return "select " + ", ".join(f"{value} as {name}" for name, value in row.items())
