"""Phones are read in Python by identity and in SQL by the cleaning: both must say the same."""

from pathlib import Path

import duckdb
import pytest
from jinja2 import Environment

from dagster_project.identity.names import normalised_phone

MACROS = Path(__file__).parents[2] / "dbt" / "macros"

WRITINGS = """
13812345678 | +86 138-1234-5678 | 138 1234 5678 | 8613812345678 | 013812345678 | 0086 138 1234 5678 | (+86)13812345678
１３８１２３４５６７８ | ＋８６　１３８－１２３４－５６７８ | 138.1234.5678 | 138 1234 5678 转 12
021-62345678 | 02162345678 | (021) 6234 5678 | +86 21 6234 5678 | 0086-21-62345678 | 86 21 62345678 | +86 021 62345678
021-62345678转801 | 021-62345678 ext. 12 | 021-62345678x12 | 021-62345678#12 | 021-62345678 分机 801 | 2162345678
010-62345678 | +86 10 6234 5678 | 1062345678 | 0755-82345678 | +86 755 8234 5678 | 0571-88123456 | 0086 571 88123456
4008001234 | 400-800-1234 | +86 400 800 1234 | 8008201234 | +86 800 820 1234
+49 30 901820 | 0049 30 901820 | +49 (0)30 901820 | 0049 (0) 30 901820 | 4930901820 | ＋４９ 30 901820
+1 212 555 0123 | 001-212-555-0123 | +44 20 7946 0958 | +852 2345 6789 | +81 3-1234-5678 | +33 1 42 68 53 00
11111111111 | 000000000 | 12345 | 无 | --
"""


@pytest.fixture(scope="module")
def in_sql():
    """A phone as the macros of the cleaning write it; `adapter.dispatch` takes DuckDB's twin."""
    environment = Environment()
    names = ("half_width", "digits_of", "normalised_phone")
    text = "\n".join((MACROS / f"{name}.sql").read_text(encoding="utf-8") for name in names)
    found = {}

    class Adapter:
        def dispatch(self, name):
            return found[f"default__{name}"]

    # dbt's return() hands a value over; here it is what the macro writes.
    module = environment.from_string(text, globals={"adapter": Adapter(), "return": str}).module
    found.update(vars(module))
    digits = module.phone_digits("written").strip()
    query = f"select {module.normalised_phone('digits')} from (select {digits} as digits from (select ? as written))"
    with duckdb.connect() as connection:
        yield lambda written: connection.execute(query, [written]).fetchone()[0]


@pytest.mark.parametrize("written", [text.strip() for text in WRITINGS.replace("\n", "|").split("|") if text.strip()])
def test_a_phone_is_the_same_in_python_and_in_sql(in_sql, written):
    number = normalised_phone(written)
    assert in_sql(written) == (number.replace("+", "") if number else None)


def test_a_number_abroad_is_no_mainland_mobile_of_the_same_digits():
    for written in ("0013012000000", "+1 301 200 0000", "(+1) 301-200-0000", "Tel: +1 301 200 0000", "'+13012000000"):
        assert normalised_phone(written) == "+13012000000"
    assert normalised_phone("13012000000") == normalised_phone("+86 13012000000") == "13012000000"
    assert normalised_phone("+1 381 234 5678") is None  # no area code of North America


@pytest.mark.parametrize("written", ["99912345678", "12345678901234567890"])
def test_what_the_library_knows_to_be_no_number_is_nobodys_key(in_sql, written):
    """SQL shows it as it is written; identity has no such key that it could meet."""
    assert normalised_phone(written) is None
    assert in_sql(written).isdigit()
