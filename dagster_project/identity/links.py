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
    """One line, in the seed's columns; an empty value is None."""

    kind: str | None
    left_record: str | None
    right_record: str | None
    reason: str | None
    reviewed_by: str | None
    reviewed_on: str | None

    @property
    def records(self) -> frozenset[str | None]:
        return frozenset((self.left_record, self.right_record))


COLUMNS = tuple(field.name for field in fields(Link))


def read_links(seed: Path) -> dict[int, Link]:
    """Links by line, without blanks around their values.

    Raises ValueError, naming file, line and remedy, for a line that cannot be meant as it stands.
    """
    links, earlier = {}, {}
    for line, values in _lines(seed):
        problem = _misshapen(values) if line > 1 else _wrong_header(values)
        if not problem and line > 1:
            link = Link(*(value or None for value in values))
            first = earlier.setdefault(link.records, line)
            problem = _wrong(link) or (first in links and links[first].kind != link.kind and _contradicts(first))
            links[line] = link
        if problem:
            raise ValueError(f"{seed.name}, line {line}: {problem}")
    return links


def _lines(seed: Path) -> Iterator[tuple[int, list[str]]]:
    with seed.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        for values in reader:
            if any(values):
                yield reader.line_num, [value.strip() for value in values]


def _wrong_header(values: list[str]) -> str | None:
    return None if tuple(values) == COLUMNS else f"the header must be {','.join(COLUMNS)}"


def _misshapen(values: list[str]) -> str | None:
    if len(values) == len(COLUMNS):
        return None
    return f"{len(values)} columns instead of {len(COLUMNS)} ({','.join(COLUMNS)}); put a text with a comma in quotes"


def _wrong(link: Link) -> str | None:
    if link.kind not in KINDS:
        return f"kind is '{link.kind or ''}'; write {' or '.join(KINDS)}"
    for record in (link.left_record, link.right_record):
        if not RECORD.fullmatch(record or ""):
            return f"'{record or ''}' is no record; write crm-<account>, erp-<customer> or shop-<user>"
    if len(link.records) == 1:
        return f"{link.left_record} is linked to itself; name two records, or remove the line"
    return None


def _contradicts(line: int) -> str:
    return f"line {line} says the opposite of the same two records; remove one of the lines"
