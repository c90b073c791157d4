"""Landing to lake: one step a system, one asset an entity."""

from collections.abc import Iterator
from datetime import timedelta

import dagster as dg

from dagster_project.contracts import System, load_contracts
from dagster_project.defs.partitions import AS_OF_PARTITIONS, ONE_DAY_A_RUN, as_of_date
from dagster_project.defs.resources import Home
from dagster_project.ingest import DeliveryResult, ingest
from dagster_project.warehouse.build_id import build_id
from dagster_project.warehouse.deliveries import (
    delivered_rows,
    missing_deliveries,
    missing_evidence,
    missing_minimum,
    stopped_deliveries,
    unbalanced_deliveries,
)
from dagster_project.warehouse.evidence import Evidence, record

NIGHTLY_DELIVERY = dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=36), warn_window=timedelta(hours=26))
OWNER = "team:data-engineering"
LAKE = "lake_meta/deliveries"


def ingest_assets(system: System) -> dg.AssetsDefinition:
    """The step that ingests every new delivery of one system. Its assets are the system's lake tables."""

    @dg.multi_asset(
        name=f"ingest_{system.name}",
        specs=[
            dg.AssetSpec(
                [system.name, entity.name],
                group_name=system.name,
                description=entity.description,
                owners=[OWNER],
                kinds={"parquet"},
                freshness_policy=None if entity.optional else NIGHTLY_DELIVERY,
            )
            for entity in system.entities.values()
        ],
        partitions_def=AS_OF_PARTITIONS,
        backfill_policy=ONE_DAY_A_RUN,
        can_subset=True,
    )
    def ingest_system(context: dg.AssetExecutionContext, home: Home) -> Iterator[dg.MaterializeResult]:
        def report(delivery: DeliveryResult) -> None:
            context.log.info(
                f"{delivery.logical_name} -> {system.name}.{delivery.entity}: {delivery.status}, "
                f"{delivery.rows_loaded:,} of {delivery.rows_in:,} rows, {delivery.rows_quarantined:,} quarantined"
            )

        deliveries = ingest(home.settings, until=as_of_date(context), systems=[system.name], on_delivery=report)
        for key in sorted(context.selected_asset_keys):
            yield dg.MaterializeResult(
                asset_key=key, metadata=_metadata([d for d in deliveries if d.entity == key.path[-1]])
            )

    return ingest_system


def _metadata(deliveries: list[DeliveryResult]) -> dict[str, int | str]:
    stopped = [d.message for d in deliveries if d.status == "stopped"]
    return {
        "new deliveries": len(deliveries),
        "rows delivered": sum(d.rows_in for d in deliveries),
        "rows loaded": sum(d.rows_loaded for d in deliveries),
        "rows quarantined": sum(d.rows_quarantined for d in deliveries),
        "rows duplicate": sum(d.rows_duplicate for d in deliveries),
        "unknown columns": ", ".join(sorted({c for d in deliveries for c in d.unknown_columns})) or "none",
        **({"stopped": "\n".join(stopped)} if stopped else {}),
    }


lake_assets = [ingest_assets(system) for system in load_contracts().values()]


@dg.asset(
    key=["lake_meta", "deliveries"],
    group_name="lake_meta",
    description="Every delivery that the lake holds, with its row balance. One row per delivered file and entity.",
    deps=[spec.key for assets in lake_assets for spec in assets.specs],
    check_specs=[
        dg.AssetCheckSpec(
            "no_row_is_lost",
            asset=["lake_meta", "deliveries"],
            description="Of every file, rows in = rows loaded + in quarantine + duplicate.",
            blocking=True,
        ),
        dg.AssetCheckSpec(
            "customers_and_orders_are_delivered",
            asset=["lake_meta", "deliveries"],
            description="Some customers and some orders are there: without them nothing can be said.",
            blocking=True,
        ),
        dg.AssetCheckSpec(
            "no_delivery_is_stopped",
            asset=["lake_meta", "deliveries"],
            description="A delivery that is stopped leaves the last good data in place: guanxi quarantine list.",
        ),
    ],
    owners=[OWNER],
    kinds={"parquet"},
    partitions_def=AS_OF_PARTITIONS,
    backfill_policy=ONE_DAY_A_RUN,
)
def deliveries_ledger(context: dg.AssetExecutionContext, home: Home) -> Iterator[dg.MaterializeResult]:
    """Ingest what arrived while the systems' steps ran, then judge the whole table."""
    settings, as_of = home.settings, as_of_date(context)
    ingest(settings, until=as_of)
    unbalanced, stopped = unbalanced_deliveries(settings, as_of), stopped_deliveries(settings, as_of)
    missing = missing_minimum(settings, as_of)
    record(
        settings,
        build_id(settings, as_of),
        [
            Evidence("row_balance", "deliveries", "critical", not unbalanced, "; ".join(unbalanced), LAKE),
            Evidence("minimum", "customers and orders", "critical", not missing, "; ".join(missing), LAKE),
            Evidence("row_balance", "stopped deliveries", "warning", not stopped, "; ".join(stopped), LAKE),
            *missing_evidence(missing_deliveries(settings, as_of)),
        ],
    )
    yield dg.MaterializeResult(
        metadata={"dagster/row_count": delivered_rows(settings, as_of)},
        check_results=[
            dg.AssetCheckResult(
                check_name="no_row_is_lost", passed=not unbalanced, description="; ".join(unbalanced) or None
            ),
            dg.AssetCheckResult(
                check_name="customers_and_orders_are_delivered",
                passed=not missing,
                description="; ".join(missing) or None,
            ),
            dg.AssetCheckResult(
                check_name="no_delivery_is_stopped",
                passed=not stopped,
                severity=dg.AssetCheckSeverity.WARN,
                description="\n".join(stopped) or None,
            ),
        ],
    )
