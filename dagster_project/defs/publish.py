"""The last step: verify the gate of this very build, and show the build to readers."""

from datetime import UTC, datetime
from typing import Any

import dagster as dg

from dagster_project.defs.gate import KEY as JUDGED_TABLES
from dagster_project.defs.gate import REQUIRED_SEEDS
from dagster_project.defs.partitions import AS_OF_PARTITIONS, ONE_DAY_A_RUN, as_of_date
from dagster_project.defs.resources import Home
from dagster_project.defs.transform import TABLE_KEYS
from dagster_project.incidents.finding import Finding
from dagster_project.incidents.watch import watch_build, watch_findings
from dagster_project.privacy.evidence import KIND as PRIVACY
from dagster_project.publishing.generations import Generation
from dagster_project.publishing.postgres_mirror import MirrorError, mirror
from dagster_project.publishing.publish import publish
from dagster_project.publishing.published_file import PUBLIC_SCHEMAS
from dagster_project.settings import Settings, fault_point
from dagster_project.warehouse.build_id import build_id
from dagster_project.warehouse.dbt_evidence import required_evidence
from dagster_project.warehouse.dbt_project import load_manifest
from dagster_project.warehouse.expectation_evidence import forget_old_pages, required_suites
from dagster_project.warehouse.gate import inspect_gate

REQUIRED_KINDS = ("leakage", "reconciliation")
STEP_EVIDENCE = {("row_balance", "deliveries"), ("minimum", "customers and orders"), ("identity", "crosswalk")}


@dg.asset(
    key=["serving", "guanxi"],
    group_name="serving",
    description="What BI tools read. One generation per build whose gate was open.",
    deps=[JUDGED_TABLES, *(key for key in TABLE_KEYS if key.path[0] in PUBLIC_SCHEMAS)],
    owners=["team:data-engineering"],
    kinds={"duckdb"},
    partitions_def=AS_OF_PARTITIONS,
    backfill_policy=ONE_DAY_A_RUN,
)
def published_generation(context: dg.AssetExecutionContext, home: Home) -> dg.MaterializeResult:
    """Publish the build of this as-of date, or fail with every reason why its gate is closed."""
    settings, as_of = home.settings, as_of_date(context)
    manifest = load_manifest(settings)
    fault_point("gate")
    required = required_evidence(manifest) | required_suites() | REQUIRED_SEEDS | STEP_EVIDENCE
    build = build_id(settings, as_of)
    gate = inspect_gate(settings, build, required=required, required_kinds=REQUIRED_KINDS, judged_later=(PRIVACY,))
    # Before the copy is made, so that it tells of what is wrong with itself; messages go out when the run is over.
    watch_build(settings, as_of=as_of, build=gate.build_id)
    publication = publish(settings, as_of=as_of, gate=gate, descriptions=_descriptions(manifest))
    forget_old_pages(settings)
    if settings.postgres_url and publication.is_current:
        _mirror(context, settings, publication.generation)
    generation = publication.generation
    return dg.MaterializeResult(
        metadata={
            "build id": gate.build_id,
            "checks passed": f"{gate.passed_count} of {len(gate.evidence)}",
            "shown to readers": publication.is_current,
            "new": publication.is_new,
            "file": dg.MetadataValue.path(settings.serving / "guanxi.duckdb"),
            "dagster/row_count": sum(generation.row_counts.values()),
        }
    )


def _mirror(context: dg.AssetExecutionContext, settings: Settings, generation: Generation) -> None:
    """What readers of the files see does not depend on PostgreSQL: its failure is an incident, not a failed run."""
    problem = ""
    try:
        mirror(settings, generation)
    except MirrorError as error:
        problem = str(error)
        context.log.error(problem)
    finding = Finding(
        "serving/postgres", "the mirror holds what is published", not problem, "warning", detail=problem,
        next_step="Mend what PostgreSQL says; the next run writes the mirror anew.",
    )  # fmt: skip
    watch_findings(settings, [finding], as_of=generation.as_of_date, now=datetime.now(UTC))


def _descriptions(manifest: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Column descriptions by `schema.table`; the table's own stands under the empty name."""
    return {
        f"{node['schema']}.{node['name']}": {"": node["description"]}
        | {name: column["description"] for name, column in node["columns"].items() if column["description"]}
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] in PUBLIC_SCHEMAS
    }
