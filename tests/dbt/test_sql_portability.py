"""Every compiled model has a Spark SQL translation that loses nothing."""

import json
import re

import pytest
import sqlglot
from sqlglot import ErrorLevel


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
        assert not {"now()", "current_date", "current_timestamp", "today()"} & set(sql.lower().split()), name
