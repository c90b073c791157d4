"""Expectations on what others produced, as blocking checks: deliveries here, scores beside them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import dagster as dg

from dagster_project.contracts import Entity, System, load_contracts
from dagster_project.defs.partitions import AS_OF_PARTITIONS, as_of_date
from dagster_project.defs.resources import Home
from dagster_project.settings import Settings
from dagster_project.warehouse.build_id import build_id
from dagster_project.warehouse.deliveries import available_entities
from dagster_project.warehouse.expectation_evidence import (
    check_table,
    delivered_rows_sql,
    page_of,
    record_not_delivered,
    related_rows_sql,
    shown,
)
from expectations import ExpectationResult

CHECK_NAME = "expectations"


def delivery_checks(system: System) -> dg.AssetChecksDefinition:
    """Blocking checks on every entity of a system."""
    guarded = list(system.entities.values())

    @dg.multi_asset_check(
        name=f"{system.name}_expectations",
        specs=[suite_spec([system.name, entity.name], partitions_def=AS_OF_PARTITIONS) for entity in guarded],
        can_subset=True,
    )
    def check_system(context: dg.AssetCheckExecutionContext, home: Home) -> Iterator[dg.AssetCheckResult]:
        as_of = as_of_date(context)
        for entity in guarded:
            yield _check_entity(home.settings, entity, as_of)

    return check_system


def _check_entity(settings: Settings, entity: Entity, as_of: date) -> dg.AssetCheckResult:
    table, build = f"{entity.system}.{entity.name}", build_id(settings, as_of)
    if (entity.system, entity.name) not in available_entities(settings, as_of):
        record_not_delivered(settings, build=build, table=table)
        return dg.AssetCheckResult(
            passed=True, asset_key=[entity.system, entity.name], check_name=CHECK_NAME, metadata={"delivered": False}
        )
    results = check_table(
        settings,
        build=build,
        table=table,
        as_of=as_of,
        relation_sql=delivered_rows_sql(settings, table, as_of),
        related=related_rows_sql(settings, table, as_of),
    )
    page = page_of(settings, build, table)
    return check_result([entity.system, entity.name], results, page=page)


def check_result(
    key: list[str], results: tuple[ExpectationResult, ...], *, page: Path, name: str = CHECK_NAME
) -> dg.AssetCheckResult:
    """One Dagster check for a suite: it fails on the worst failed severity, lists every expectation, links its page."""
    failed = [r for r in results if not r.success]
    is_critical = any(r.severity == "critical" for r in failed)
    return dg.AssetCheckResult(
        passed=not failed,
        asset_key=key,
        check_name=name,
        severity=dg.AssetCheckSeverity.ERROR if is_critical else dg.AssetCheckSeverity.WARN,
        description="; ".join(_told(r) for r in failed) or None,
        metadata={r.expectation: f"{'passed' if r.success else r.severity}: {shown(r)}" for r in results}
        | ({"data docs": dg.MetadataValue.url(page.as_uri())} if page.exists() else {}),
    )


def _told(failed: ExpectationResult) -> str:
    return f"{failed.severity}, not so: {failed.expectation} ({shown(failed)}), owner {failed.owner}. {failed.note}"


def suite_spec(
    key: dg.AssetKey | list[str], *, partitions_def: dg.PartitionsDefinition | None = None
) -> dg.AssetCheckSpec:
    """The check of a table's suite; inside an asset it takes the asset's partitions."""
    told = "The table's suite of docs/expectations.md: a critical one that fails stops the build, a warning is shown."
    return dg.AssetCheckSpec(CHECK_NAME, asset=key, description=told, blocking=True, partitions_def=partitions_def)


checks = [delivery_checks(system) for system in load_contracts().values()]
