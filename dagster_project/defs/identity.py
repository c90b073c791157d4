"""Who is who, between the lake and dbt: the cross-walk that every model learns its customers from."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date

import dagster as dg

from dagster_project.defs.partitions import AS_OF_PARTITIONS, ONE_DAY_A_RUN, as_of_date
from dagster_project.defs.resources import Home
from dagster_project.settings import Settings, fault_point
from dagster_project.warehouse.build_id import build_id
from dagster_project.warehouse.evidence import Evidence, record

DESCRIPTIONS = {
    "crosswalk": "The customer that every source record belongs to. One row per record and as-of date.",
    "keys": "Trusted keys that belong to one customer. One row per key and as-of date.",
    "events": "Merges and splits of customers. One row per former and present customer, and as-of date.",
    "links": "Pairs of records that were joined, and why. One row per pair and as-of date.",
    "review": "Pairs of records that a person should judge. One row per pair and as-of date.",
}
CROSSWALK = dg.AssetKey(["identity", "crosswalk"])
FEW_MOVED = dg.AssetCheckSpec(
    "few_customers_are_merged_or_split",
    asset=CROSSWALK,
    description="Of the customers there were, a night merges or splits few (identity_moved_share_limit).",
    blocking=True,
)


@dg.multi_asset(
    name="identity",
    specs=[
        dg.AssetSpec(
            ["identity", table],
            group_name="identity",
            description=description,
            deps=[["lake_meta", "deliveries"]],
            owners=["team:data-engineering"],
            kinds={"splink", "parquet"},
        )
        for table, description in DESCRIPTIONS.items()
    ],
    check_specs=[FEW_MOVED],
    partitions_def=AS_OF_PARTITIONS,
    backfill_policy=ONE_DAY_A_RUN,
)
def identities(context: dg.AssetExecutionContext, home: Home) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Resolve the records of the lake as of the date; see docs/identity.md."""
    # Splink takes a second to import, which every command of Dagster would pay.
    from dagster_project.identity.moved import TooManyMoved
    from dagster_project.identity.resolve import resolve

    settings, as_of = home.settings, as_of_date(context)
    try:
        found = resolve(settings, as_of)
    except TooManyMoved as refused:
        _keep_evidence(settings, as_of, str(refused))
        yield _few_moved(passed=False, description=str(refused))
        raise dg.Failure("the customers stay as they were; the check says why", allow_retries=False) from None
    fault_point("identity")
    detail = f"{found.conflict_count} customers with two tax numbers" if found.conflict_count else ""
    _keep_evidence(settings, as_of, detail)
    yield _few_moved(passed=True)
    said = {name: value for name, value in asdict(found).items() if name != "as_of"}
    for table in DESCRIPTIONS:
        rows = {"dagster/row_count": found.mapped_count} if table == "crosswalk" else {}
        yield dg.MaterializeResult(asset_key=["identity", table], metadata=said | rows)


def _few_moved(*, passed: bool, description: str | None = None) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(asset_key=CROSSWALK, check_name=FEW_MOVED.name, passed=passed, description=description)


def _keep_evidence(settings: Settings, as_of: date, problem: str) -> None:
    record(settings, build_id(settings, as_of), [Evidence("identity", "crosswalk", "critical", not problem, problem)])
