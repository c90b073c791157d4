"""dbt's own record of a run, as evidence for the gate."""

from collections.abc import Iterable, Iterator
from typing import Any

from dagster_dbt import DbtCliInvocation

from dagster_project.warehouse.evidence import Evidence

KIND_OF_RESOURCE = {"model": "dbt_model", "seed": "dbt_seed", "test": "dbt_test"}
# A test with one of these tags is evidence of a kind of its own, so that the gate can insist on the kind.
KIND_OF_TAG = {"leakage": "leakage", "reconciliation": "reconciliation"}
PASSED = {"success", "pass"}
OWNER = "team:data-engineering"


def evidence_from_run(invocation: DbtCliInvocation) -> list[Evidence]:
    """Evidence of every model, seed and test that one dbt invocation touched."""
    try:
        results = invocation.get_artifact("run_results.json")["results"]
        manifest = invocation.get_artifact("manifest.json")
    except FileNotFoundError:  # dbt died before it wrote them; the gate will find the evidence missing
        return []
    return list(_evidence(results, manifest["nodes"]))


def required_evidence(manifest: dict[str, Any]) -> set[tuple[str, str]]:
    """The (kind, subject) pairs that a complete build must show: every enabled model, seed and data test."""
    return {
        (_kind(node), unique_id)
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] in KIND_OF_RESOURCE
    }


def _evidence(results: Iterable[dict[str, Any]], nodes: dict[str, Any]) -> Iterator[Evidence]:
    for result in results:
        node = nodes.get(result["unique_id"])
        if node and node["resource_type"] in KIND_OF_RESOURCE:
            status = result["status"]
            yield Evidence(
                kind=_kind(node),
                subject=result["unique_id"],
                severity="warning" if status == "warn" else "critical",
                passed=status in PASSED,
                detail="" if status in PASSED else f"{status}: {result.get('message') or ''}",
                asset=_asset(node, nodes),
                owner=node["config"].get("meta", {}).get("owner", OWNER),
                note=node.get("description", ""),
            )


def _kind(node: dict[str, Any]) -> str:
    tags = [KIND_OF_TAG[tag] for tag in node.get("tags", []) if tag in KIND_OF_TAG]
    return tags[0] if tags and node["resource_type"] == "test" else KIND_OF_RESOURCE[node["resource_type"]]


def _asset(node: dict[str, Any], nodes: dict[str, Any]) -> str:
    """ "schema/table": of a test, the table that Dagster shows it at, else the first that it reads."""
    if node["resource_type"] != "test":
        return f"{node['schema']}/{node['name']}"
    named = node["config"].get("meta", {}).get("dagster", {}).get("ref", {}).get("name")
    read = [nodes[parent] for parent in node.get("depends_on", {}).get("nodes", []) if parent in nodes]
    tested = [table for table in read if named in (None, table["name"])]
    return f"{tested[0]['schema']}/{tested[0]['name']}" if tested else "dbt"
