"""Every compiled model has a Spark SQL translation that loses nothing."""

import json
import re

import pytest
import sqlglot
from sqlglot import ErrorLevel

# Every function of DuckDB whose answer depends on when it is asked.
CLOCK = re.compile(
    r"\b(now|today)\s*\(|\b(get_)?current_(date|time|timestamp|localtime|localtimestamp)\b"
    r"|\b(localtime|localtimestamp|transaction_timestamp)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def compiled_models(built) -> dict[str, str]:
    """Compiled DuckDB SQL of every model by its name; where the rows of a source are is left to the adapter."""
    nodes = json.loads((built.home / "target" / "manifest.json").read_text())["nodes"].values()
    models = {node["name"]: node["compiled_code"] for node in nodes if node["resource_type"] == "model"}
    return {name: re.sub(r"read_parquet\([^)]*\)", "delivered", sql) for name, sql in models.items()}


def test_every_model_translates_to_spark(compiled_models):
    assert len(compiled_models) > 50
    for name, sql in compiled_models.items():
        try:
            (translated,) = sqlglot.transpile(sql, read="duckdb", write="spark", unsupported_level=ErrorLevel.RAISE)
        except sqlglot.errors.SqlglotError as problem:
            pytest.fail(f"{name}: {problem}")
        assert translated


def test_no_model_asks_the_clock(compiled_models):
    for name, sql in compiled_models.items():
        assert not (found := CLOCK.search(sql)), f"{name} asks the clock: {found.group()}"


@pytest.mark.parametrize(
    "asking",
    ["date_diff('day', ordered_on, now())", "cast(NOW ( ) as date)", "(current_date)", "today()-1"]
    + ["current_timestamp::date", "localtimestamp", "get_current_timestamp()", "transaction_timestamp()"],
)
def test_the_clock_is_found_wherever_it_is_asked(asking):
    assert CLOCK.search(f"select {asking} from orders")


@pytest.mark.parametrize("harmless", ["is_current_date", "known", "now_known", "today_count", "order_current_dates"])
def test_a_name_that_only_looks_like_the_clock_is_not_found(harmless):
    assert not CLOCK.search(f"select {harmless} from orders")
