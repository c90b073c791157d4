"""What is published of a phone, an e-mail or a name says no more than it must (B5), by the very macros of dbt."""

import duckdb
import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.settings import PROJECT_ROOT

CHARACTERS = st.characters(codec="utf-8", exclude_characters="\0")
TEXTS = st.text(CHARACTERS, max_size=8)
MACROS = ("position_of", "masked_phone", "masked_email", "masked_name")


class Adapter:
    """dbt's dispatch for DuckDB, whose macros are the default ones."""

    def __init__(self, namespace: dict) -> None:
        self.namespace = namespace

    def dispatch(self, name: str):
        return self.namespace[f"default__{name}"]


@pytest.fixture(scope="module")
def masked():
    """A function (macro, texts) -> what the macro shows of each text."""
    namespace: dict = {}
    environment = jinja2.Environment()
    environment.globals |= {"adapter": Adapter(namespace), "return": lambda value: value}
    for name in MACROS:
        source = (PROJECT_ROOT / "dbt" / "macros" / f"{name}.sql").read_text(encoding="utf-8")
        module = environment.from_string(source, globals=namespace).module
        namespace |= {key: value for key, value in vars(module).items() if callable(value)}

    def mask(macro: str, texts: list[str]) -> list[str]:
        query = f"select {namespace[macro]('text')} from (select unnest(?::varchar[]) as text)"
        return [shown for (shown,) in duckdb.execute(query, [texts]).fetchall()]

    return mask


@settings(deadline=None)
@given(first=st.from_regex(r"\A\+?[0-9]{6,15}\Z"), data=st.data())
def test_of_a_phone_four_digits_at_least_stay_hidden(masked, first, data):
    hidden = slice(3, -4) if len(first) >= 11 else slice(0, None)
    length = len(first[hidden])
    assert length >= 4
    digits = data.draw(st.text("0123456789", min_size=length, max_size=length))
    second = first[: hidden.start] + digits + (first[hidden.stop :] if hidden.stop else "")
    one, two = masked("masked_phone", [first, second])
    assert one == two


@settings(deadline=None)
@given(start=CHARACTERS, rests=st.tuples(TEXTS, TEXTS), host=st.from_regex(r"\A[a-z]{1,9}\.cn\Z"))
def test_of_an_email_the_first_character_and_the_host_are_shown(masked, start, rests, host):
    shown = masked("masked_email", [f"{start}{rest}@{host}" for rest in rests])
    assert shown == [f"{start}***@{host}"] * 2


@settings(deadline=None)
@given(start=CHARACTERS, rests=st.tuples(TEXTS, TEXTS))
def test_of_a_name_the_first_character_is_shown(masked, start, rests):
    assert masked("masked_name", [start + rest for rest in rests]) == [f"{start}*"] * 2
