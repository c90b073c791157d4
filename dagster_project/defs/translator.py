"""How a dbt resource is shown in Dagster: its group and owner, what it waits for, what a test of it asserts."""

from collections.abc import Mapping
from itertools import takewhile
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtProject

LAST_STEP_BEFORE = dg.AssetKey(["identity", "crosswalk"])
LAST_SCORES = dg.AssetKey(["scores", "model_registry"])  # written once every model has scored


class WarehouseTranslator(DagsterDbtTranslator):
    """An asset's group is its schema, and nothing is built before all deliveries are in and it is known who is who.

    Models that read scores wait for the last of them. So each of the two dbt starts (transform.py) is one step: Dagster
    would cut it by levels of Python steps above its models.
    """

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        return dbt_resource_props.get("schema")

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:
        return ["team:data-science" if dbt_resource_props.get("schema") == "ml" else "team:data-engineering"]

    def get_asset_check_spec(
        self, asset_spec: dg.AssetSpec, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None
    ) -> dg.AssetCheckSpec | None:
        spec = super().get_asset_check_spec(asset_spec, manifest, unique_id, project)
        return spec and spec._replace(description=_assertion(manifest["nodes"][unique_id]))

    def get_asset_spec(self, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None) -> dg.AssetSpec:
        spec = super().get_asset_spec(manifest, unique_id, project)
        node = manifest["nodes"].get(unique_id)
        last_step = _last_step_before(node) if node else None
        if last_step is None:
            return spec
        return spec.replace_attributes(deps=[*(d for d in spec.deps if d.asset_key != last_step), last_step])


def _last_step_before(node: Mapping[str, Any]) -> dg.AssetKey | None:
    """The Python step that a seed, or a model that reads sources, waits for beside its own; others wait for dbt."""
    parents = node.get("depends_on", {}).get("nodes", [])
    if any(parent.startswith("source.guanxi.scores.") for parent in parents):
        return LAST_SCORES
    return LAST_STEP_BEFORE if all(parent.startswith("source.") for parent in parents) else None


def _assertion(test: Mapping[str, Any]) -> str:
    """What a data test asserts: of a generic one what it is given, of a singular one its first comment."""
    generic = test.get("test_metadata")
    if generic is None:
        head = takewhile(lambda line: not line.startswith(("select", "with")), test["raw_code"].splitlines())
        return " ".join(line.removeprefix("-- ") for line in head if line.startswith("-- "))
    given = generic["kwargs"]
    if generic["name"] == "grain":
        return f"One row per {', '.join(given['columns'])}, none of them empty."
    if generic["name"] == "known_in":
        return f"Every {given['column_name']} is a {given['field']} of {given['to']}."
    return generic["name"]
