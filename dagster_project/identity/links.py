"""Lines of dbt/seeds/identity_links.csv: what a person decided about two records."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

KINDS = ("must_link", "cannot_link")
RECORD = re.compile(r"(crm|erp|shop)-\S.*")


@dataclass(frozen=True)
class Link:
    """One line, in the seed's columns; a value may be empty."""

    kind: str
    left_record: str
    right_record: str
    reason: str
    reviewed_by: str
    reviewed_on: str


COLUMNS = tuple(field.name for field in fields(Link))


def read_links(seed: Path) -> dict[int, Link]:
    """Links by line, without blanks around their values.

    Raises ValueError, naming file, line and remedy, for a line that cannot be meant as it stands.
    """
    lines = _lines(seed)
    head, names = next(lines, (1, []))
    if tuple(names) != COLUMNS:
        raise ValueError(f"{seed.name}, line {head}: the header must be {','.join(COLUMNS)}")
    links: dict[int, Link] = {}
    first: dict[frozenset[str], int] = {}
    for line, values in lines:
        if problem := _misshapen(values) or _wrong(Link(*values)):
            raise ValueError(f"{seed.name}, line {line}: {problem}")
        link = Link(*values)
        other = first.setdefault(frozenset((link.left_record, link.right_record)), line)
        if other != line and links[other].kind != link.kind:
            said = f"line {other} says the opposite of the same two records; remove one of the lines"
            raise ValueError(f"{seed.name}, line {line}: {said}")
        links[line] = link
    return links


def _lines(seed: Path) -> Iterator[tuple[int, list[str]]]:
    with seed.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        for values in reader:
            if any(values):
                yield reader.line_num, [value.strip() for value in values]


def _misshapen(values: list[str]) -> str | None:
    if len(values) == len(COLUMNS):
        return None
    return f"{len(values)} columns instead of {len(COLUMNS)} ({','.join(COLUMNS)}); put a text with a comma in quotes"


def _wrong(link: Link) -> str | None:
    if link.kind not in KINDS:
        return f"kind is '{link.kind}'; write {' or '.join(KINDS)}"
    for record in (link.left_record, link.right_record):
        if not RECORD.fullmatch(record):
            return f"'{record}' is no record; write crm-<account>, erp-<customer> or shop-<user>"
    if link.left_record == link.right_record:
        return f"{link.left_record} is linked to itself; name two records, or remove the line"
    return None
