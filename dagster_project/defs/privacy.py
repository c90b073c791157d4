"""The privacy check, shown beside what is published: publishing itself searches, and refuses what shows somebody."""

import dagster as dg

from dagster_project.defs.partitions import AS_OF_PARTITIONS, as_of_date
from dagster_project.defs.resources import Home
from dagster_project.privacy.evidence import KIND
from dagster_project.warehouse.build_id import build_id
from dagster_project.warehouse.evidence import evidence_of


@dg.asset_check(
    asset=["serving", "guanxi"],
    blocking=True,
    partitions_def=AS_OF_PARTITIONS,
    description="No published text shows a phone, an e-mail address, a national ID or a tagged value of the lake.",
)
def no_personal_data_is_published(context: dg.AssetCheckExecutionContext, home: Home) -> dg.AssetCheckResult:
    """What the search found when the file was written; of a build that was published before, nothing is asked anew."""
    found = [e for e in evidence_of(home.settings, build_id(home.settings, as_of_date(context))) if e.kind == KIND]
    said = "; ".join(e.detail for e in found) if found else "searched when this build was first published"
    return dg.AssetCheckResult(passed=all(e.passed for e in found), description=said or None)
