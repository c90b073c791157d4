"""dbt's own record of a run, as evidence for the gate."""

from collections.abc import Iterable, Iterator
from typing import Any

from dagster_dbt import DbtCliInvocation

from dagster_project.warehouse.evidence import Evidence

KIND_OF_RESOURCE = {"model": "dbt_model", "seed": "dbt_seed", "test": "dbt_test"}
PASSED = {"success", "pass"}


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
        (KIND_OF_RESOURCE[node["resource_type"]], unique_id)
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] in KIND_OF_RESOURCE
    }


def _evidence(results: Iterable[dict[str, Any]], nodes: dict[str, Any]) -> Iterator[Evidence]:
    for result in results:
        node = nodes.get(result["unique_id"])
        if node and node["resource_type"] in KIND_OF_RESOURCE:
            status = result["status"]
            yield Evidence(
                kind=KIND_OF_RESOURCE[node["resource_type"]],
                subject=result["unique_id"],
                severity="warning" if status == "warn" else "critical",
                passed=status in PASSED,
                detail="" if status in PASSED else f"{status}: {result.get('message') or ''}",
            )
