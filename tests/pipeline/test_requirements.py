"""Every requirement that is served is listed with a query, and every query answers on the demo company."""

import re

import duckdb
import pytest
from support.company import NEXT_DAY

from dagster_project.settings import PROJECT_ROOT

ENTRY = re.compile(r"^### ([A-Z]\d+) [^\n]+\n[^\n]+\n\n```sql\n(.+?)```$", re.MULTILINE | re.DOTALL)
METRIC_MARTS = {
    *(f"C{number}" for number in range(1, 40)),
    *(f"D{number}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 14, 15, 16)),
    *("B9", "E1", "E2", "E3", "E4", "F1", "F2", "F3", "F9", "F10", "F11", "I1", "I2", "I5"),
    *(f"J{number}" for number in (1, 2, 3, 4, 5, 6, 7, 9)),
    *("K1", "K2", "K3", "K4", "K5", "L8", "L10", "N12", "N14", "N15", "N16", "N19", "N20", "N21"),
}


@pytest.fixture(scope="module")
def entries() -> list[tuple[str, str]]:
    document = (PROJECT_ROOT / "docs" / "requirements.md").read_text(encoding="utf-8")
    found = ENTRY.findall(document)
    assert len(found) == document.count("\n### "), "an entry is a heading, a line that says where, and a query"
    return found


def test_every_requirement_of_the_metric_marts_is_listed_once(entries):
    listed = [requirement for requirement, _ in entries]
    assert sorted(listed) == sorted(set(listed))
    assert set(listed) >= METRIC_MARTS


def test_every_query_answers_with_rows_and_a_value_in_every_column(entries, company):
    silent = []
    with duckdb.connect(company.files[NEXT_DAY], read_only=True) as published:
        for requirement, query in entries:
            try:
                answer = published.execute(query)
            except duckdb.Error as problem:
                silent.append(f"{requirement}: {problem}")
                continue
            names, rows = [column[0] for column in answer.description], answer.fetchall()
            empty = [name for position, name in enumerate(names) if all(row[position] is None for row in rows)]
            if not rows or empty:
                silent.append(f"{requirement}: {len(rows)} rows, nothing in {', '.join(empty) or 'any column'}")
    assert silent == []
