"""The sources and the staging models are in step with the contracts."""

import pytest

from dagster_project.contracts import load_contracts
from dagster_project.warehouse.dbt_sources import rendered_sources

ENTITIES = [entity for system in load_contracts().values() for entity in system.entities.values()]


@pytest.mark.parametrize("path, text", rendered_sources().items(), ids=lambda value: getattr(value, "name", ""))
def test_source_file_equals_what_the_contract_says(path, text):
    assert path.read_text(encoding="utf-8") == text, "run `python -m dagster_project.warehouse.dbt_sources`"


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.address)
def test_staging_model_has_every_column_of_the_contract(built, entity):
    columns = built.rows(f"describe staging.stg_{entity.system}__{entity.name}")
    delivered = {row["column_name"]: row["column_type"] for row in columns}
    assert delivered == {c.name: c.duckdb_type for c in entity.columns.values()} | {"delivered_on": "DATE"}


def test_the_docs_are_generated(built):
    built.dbt("docs", "generate", "--no-compile")
    assert (built.home / "target" / "catalog.json").exists()
